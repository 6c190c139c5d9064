import { randomUUID } from 'node:crypto';
import { environment } from '../../../aws/environment';
import { describeInstanceTypes } from '../../../aws/instance-types';
import { describeInstances } from '../../../aws/instances';
import { runInstance } from '../../../aws/run-instance';
import { launchInstanceRequest } from '../../../core/api-requests';
import { sha256 } from '../../../core/digest';
import { parseDuration } from '../../../core/duration';
import type { Ec2Instance } from '../../../core/ec2-facts';
import { SpawnError } from '../../../core/errors';
import { instanceTags } from '../../../core/instance-tags';
import { tagKeys } from '../../../core/tags';
import { parseUserTags } from '../../../core/user-tags';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { checkAllowedTypes } from '../plan/check-plan';
import { checkRegions } from '../plan/check-regions';
import { chooseLaunchImage } from './choose-launch-image';
import { instanceView } from './instance-view';

const largestUserData = 16_384;

/** Launches one instance from the image asked for, and says which image that was and why. */
export async function launchInstance(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(launchInstanceRequest, request.body);
  const { homeRegion, settings, deployment, launchedProfile, subnets, securityGroup } = environment();
  const region = body.region ?? homeRegion;
  const tags = parseUserTags(body.tags ?? {});
  if (body.user_data !== undefined && Buffer.byteLength(body.user_data) > largestUserData) {
    throw new SpawnError('TooLarge', `the user data has ${Buffer.byteLength(body.user_data)} bytes, and EC2 takes ${largestUserData}; let it download the rest`, { limit: largestUserData });
  }
  const ttl = body.ttl === undefined ? undefined : parseDuration(body.ttl);
  checkAllowedTypes([body.instance_type], settings.allowed_instance_types);
  await checkRegions([region]);
  const [type] = await describeInstanceTypes(region, [body.instance_type]);
  if (!type) throw new SpawnError('InvalidInstanceType', `EC2 did not tell of ${body.instance_type}; try again`);
  const image = await chooseLaunchImage(body, region, type);
  await checkCap(region);
  const home = region === homeRegion;
  const token = sha256(request.idempotencyKey === undefined ? randomUUID() : `${request.caller}\n${request.idempotencyKey}`);
  const launch = (subnetId: string | undefined): Promise<Ec2Instance> =>
    runInstance({
      region,
      clientToken: sha256(`${token}\n${subnetId ?? ''}`),
      imageId: image.ami_id,
      instanceType: body.instance_type,
      subnetId,
      securityGroupIds: home ? [securityGroup] : undefined,
      profileName: launchedProfile,
      userData: body.user_data,
      volumeSizeGb: body.volume_size_gb,
      shutdownBehavior: 'terminate',
      spot: body.spot,
      keyName: body.key_name,
      tags: instanceTags({ now: request.now, name: body.name ?? `${image.stack ?? image.name}-${token.slice(0, 6)}`, purpose: 'launch', deployment, ttl_seconds: ttl, base_ami: image.ami_id, tags: tags.tags }),
    });
  const instance = await firstWithRoom(home ? subnets : [undefined], launch);
  return { status: 201, body: { instance: instanceView(instance, image), image: { ami_id: image.ami_id, name: image.name, stack: image.stack, version: image.version }, reason: image.reason, warnings: image.warnings } };
}

async function checkCap(region: string): Promise<void> {
  const { settings, deployment } = environment();
  const alive = await describeInstances(region, { tags: { [tagKeys.deployment]: deployment, [tagKeys.purpose]: 'launch' }, states: ['pending', 'running', 'stopping', 'stopped'] });
  if (alive.length < settings.instance_cap) return;
  throw new SpawnError('LimitExceeded', `${alive.length} launched instances live in ${region}, and ${settings.instance_cap} is the cap of this deployment (setting instance_cap); terminate one`, { instance_cap: settings.instance_cap });
}

/** Launches in the first subnet that has room; the last refusal is the answer when none has. */
async function firstWithRoom(subnets: readonly (string | undefined)[], launch: (subnet: string | undefined) => Promise<Ec2Instance>): Promise<Ec2Instance> {
  let refusal: unknown;
  for (const subnet of subnets) {
    try {
      return await launch(subnet);
    } catch (error) {
      if (!(error instanceof SpawnError) || error.name !== 'InsufficientCapacity') throw error;
      refusal = error;
    }
  }
  throw refusal;
}
