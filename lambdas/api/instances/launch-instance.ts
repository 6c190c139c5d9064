import { randomUUID } from 'node:crypto';
import { readStackPolicy } from '../../../aws/catalog/stack-policies';
import { environment } from '../../../aws/environment';
import { describeInstanceTypes } from '../../../aws/instance-types';
import { describeInstances } from '../../../aws/instances';
import type { RunInstanceRequest } from '../../../aws/run-instance';
import { launchInstanceRequest } from '../../../core/api-requests';
import { sha256 } from '../../../core/digest';
import { parseDuration } from '../../../core/duration';
import { SpawnError } from '../../../core/errors';
import { instanceTags } from '../../../core/instance-tags';
import { planInstances } from '../../../core/job-array';
import { tagKeys, type Tags } from '../../../core/tags';
import { joinUserData } from '../../../core/user-data';
import { checkTagCount, parseUserTags } from '../../../core/user-tags';
import { initializationOfLaunch } from '../../../core/volume-initialization';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { checkAllowedTypes } from '../../plan/check-plan';
import { checkRegions } from '../../plan/check-regions';
import { instanceView } from './instance-view';
import { launchAll } from './launch-all';
import { launchFitting } from './launch-fitting';
import { rootDeviceOf } from './root-device';

/** Launches one instance, or a whole job array or none of it, from the image asked for, and says which image that was and why. */
export async function launchInstance(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(launchInstanceRequest, request.body);
  const { homeRegion, settings, deployment, launchedProfile, subnets, securityGroup } = environment();
  const region = body.region ?? homeRegion;
  const { tags } = parseUserTags(body.tags ?? {});
  const ttl = body.ttl === undefined ? undefined : parseDuration(body.ttl);
  const token = sha256(request.idempotencyKey === undefined ? randomUUID() : `${request.caller}\n${request.idempotencyKey}`);
  const userData = { bootstrap: settings.user_data_bootstrap, own: body.user_data, command: body.command };
  // The largest index has the longest user data: what EC2 would not take is refused before anything is asked of AWS.
  planInstances(body, token.slice(0, 6)).slice(-1).forEach((last) => joinUserData(userData, last));
  checkAllowedTypes([body.instance_type], settings.allowed_instance_types);
  await checkRegions([region]);
  const [type] = await describeInstanceTypes(region, [body.instance_type]);
  if (!type) throw new SpawnError('InvalidInstanceType', `EC2 did not tell of ${body.instance_type}; try again`);
  return launchFitting(body, region, type, request.now, async (image, gone) => {
    const planned = planInstances(body, `${image.stack ?? image.name}-${token.slice(0, 6)}`);
    await checkCap(region, planned.length);
    const policy = image.stack === undefined ? undefined : await readStackPolicy(image.stack);
    const initialization = initializationOfLaunch(body.volume_initialization_rate, image.stack, policy);
    const rootDevice = await rootDeviceOf(image.ami_id, region, body.volume_size_gb, initialization?.rate);
    const home = region === homeRegion;
    const tagsOf = ({ name, job_array }: (typeof planned)[number]): Tags =>
      instanceTags({ now: request.now, name, purpose: 'launch', deployment, ttl_seconds: ttl, base_ami: image.ami_id, job_array, tags });
    // All of a job array have the same keys.
    const [first] = planned;
    if (first) checkTagCount(tagsOf(first), tags);
    // Instances of an image that is gone by now were terminated, and their tokens are used up.
    const ofArray = (index: number): string => sha256([token, index, ...gone.map(({ ami_id }) => ami_id)].join('\n'));
    const requests = planned.map((instance): RunInstanceRequest => ({
      region,
      clientToken: instance.job_array === undefined ? token : ofArray(instance.job_array.index),
      imageId: image.ami_id,
      instanceType: body.instance_type,
      securityGroupIds: home ? [securityGroup] : undefined,
      profileName: launchedProfile,
      userData: joinUserData(userData, instance),
      volumeSizeGb: body.volume_size_gb,
      volumeInitializationRate: initialization?.rate,
      rootDevice,
      shutdownBehavior: 'terminate',
      spot: body.spot,
      keyName: body.key_name,
      tags: tagsOf(instance),
    }));
    const launched = await launchAll(requests, home ? subnets : [undefined]);
    const instances = launched.map((instance) => instanceView(instance, image));
    const shown = body.count === undefined ? { instance: instances[0] } : { instances };
    const { ami_id, name, stack, version, reason, warnings } = image;
    return { status: 201, body: { ...shown, image: { ami_id, name, stack, version }, reason, volume_initialization: initialization, warnings } };
  });
}

async function checkCap(region: string, count: number): Promise<void> {
  const { settings, deployment } = environment();
  const alive = await describeInstances(region, { tags: { [tagKeys.deployment]: deployment, [tagKeys.purpose]: 'launch' }, states: ['pending', 'running', 'stopping', 'stopped'] });
  if (alive.length + count <= settings.instance_cap) return;
  const room = Math.max(0, settings.instance_cap - alive.length);
  throw new SpawnError('LimitExceeded', `${alive.length} launched instances live in ${region}, and ${settings.instance_cap} is the cap of this deployment (setting instance_cap): there is room for ${room}, not for ${count} more; terminate some`, {
    instance_cap: settings.instance_cap, alive: alive.length, count,
  });
}
