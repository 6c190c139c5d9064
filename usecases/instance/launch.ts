import { readStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeInstanceTypes } from '../../aws/instance/types';
import { describeInstances } from '../../aws/instance/describe';
import type { RunInstanceRequest } from '../../aws/instance/run';
import type { LaunchRequest } from '../../core/api/contract/requests';
import { sha256 } from '../../core/lib/digest';
import { parseDuration } from '../../core/lib/duration';
import type { Ec2Instance } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import { instanceTags } from '../../core/instance/tags';
import { checkOneImage, planInstances } from '../../core/instance/job-array';
import { tagKeys, type Tags } from '../../core/tags';
import { namesakeWarnings } from '../../core/instance/namesake';
import { joinUserData } from '../../core/instance/user-data';
import { checkTagCount, parseUserTags } from '../../core/model/user-tags';
import { initializationOfLaunch } from '../../core/stack/volume-initialization';
import type { LaunchImage } from './choose-image';
import { launchAll, type Pace } from './launch-all';
import { launchFitting } from './launch-fitting';
import { rootDeviceOf } from './root-device';
import { checkAllowedTypes } from '../build/check-plan';
import { checkRegions } from '../build/check-regions';

/** A requested launch. The same token and time give the same instances. */
export interface AskedLaunch {
  body: LaunchRequest;
  token: string;
  now: Date;
  /** The run of the launch, if there is one. */
  buildId?: string;
}

interface Prepared {
  requests: RunInstanceRequest[];
  initialization: ReturnType<typeof initializationOfLaunch>;
  /** The names of the instances, and the instances of the deployment that live in the region. */
  planned: { name?: string }[];
  alive: Ec2Instance[];
}

export interface Launched {
  launched: Ec2Instance[];
  image: LaunchImage;
  initialization: Prepared['initialization'];
}

/** Checks a launch and chooses its image without launching anything. Throws the errors of a launch. */
export function checkLaunch(asked: AskedLaunch): Promise<Omit<Launched, 'launched'>> {
  return withImage(asked, async (image, gone) => {
    const { initialization, planned, alive } = await prepare(asked, image, gone);
    return { image: withWarnings(image, namesakeWarnings(planned, alive)), initialization };
  });
}

/** Launches all requested instances or none. `pace` sets the rate and receives the progress. */
export function launchAsked(asked: AskedLaunch, pace?: Pace): Promise<Launched> {
  return withImage(asked, async (image, gone) => {
    const { requests, initialization, alive } = await prepare(asked, image, gone);
    const { homeRegion, subnets } = environment();
    const isHome = requests[0]?.region === homeRegion;
    const kept = await launchedBefore(requests, asked.buildId);
    const launched = await launchAll(requests, isHome ? subnets : [undefined], pace, kept);
    return { launched, image: withWarnings(image, namesakeWarnings(launched, alive)), initialization };
  });
}

function withWarnings(image: LaunchImage, warnings: readonly string[]): LaunchImage {
  return { ...image, warnings: [...image.warnings, ...warnings] };
}

/**
 * Returns the running instances that an earlier try of the run launched, by index: another subnet has another client
 * token. Throws InstanceLost when one has another image than the one chosen now.
 */
async function launchedBefore(
  [first]: readonly RunInstanceRequest[],
  buildId: string | undefined,
): Promise<Map<number, Ec2Instance>> {
  if (first === undefined || buildId === undefined) return new Map();
  const tags = { [tagKeys.buildId]: buildId, [tagKeys.deployment]: environment().deployment };
  const alive = await describeInstances(first.region, { tags, states: ['pending', 'running'] });
  checkOneImage(alive, first.imageId);
  return new Map(alive.map((instance) => [Number(instance.tags[tagKeys.jobArrayIndex]), instance]));
}

type Act<Answer> = (image: LaunchImage, gone: readonly LaunchImage[]) => Promise<Answer>;

async function withImage<Answer>({ body, token, now }: AskedLaunch, act: Act<Answer>): Promise<Answer> {
  const { homeRegion, settings } = environment();
  const region = body.region ?? homeRegion;
  // The largest index has the longest user data. Refuses what EC2 would refuse before any call to AWS.
  const [last] = planInstances(body, token.slice(0, 6)).slice(-1);
  if (last) joinUserData(userDataOf(body), last);
  checkAllowedTypes([body.instance_type], settings.allowed_instance_types);
  await checkRegions([region]);
  const [type] = await describeInstanceTypes(region, [body.instance_type]);
  if (!type)
    throw new SpawnError('InvalidInstanceType', `EC2 did not describe the instance type ${body.instance_type}: retry.`);
  return launchFitting(body, region, type, now, act);
}

const userDataOf = (body: LaunchRequest) => ({
  bootstrap: environment().settings.user_data_bootstrap,
  own: body.user_data,
  command: body.command,
});

/** Returns the EC2 requests, one for each instance, after the checks of the cap, the volume and the tags. */
async function prepare(
  { body, token, now, buildId }: AskedLaunch,
  image: LaunchImage,
  gone: readonly LaunchImage[],
): Promise<Prepared> {
  const { homeRegion, deployment, launchedProfile, securityGroup } = environment();
  const region = body.region ?? homeRegion;
  const { tags } = parseUserTags(body.tags ?? {});
  const ttl = body.ttl === undefined ? undefined : parseDuration(body.ttl);
  const planned = planInstances(body, `${image.stack ?? image.name}-${token.slice(0, 6)}`);
  const alive = await checkCap(region, planned.length, buildId);
  const policy = image.stack === undefined ? undefined : await readStackPolicy(image.stack);
  const initialization = initializationOfLaunch(body.volume_initialization_rate, image.stack, policy);
  const rootDevice = await rootDeviceOf(image.ami_id, region, body.volume_size_gb, initialization?.rate);
  const tagsOf = ({ name, job_array }: (typeof planned)[number]): Tags =>
    instanceTags({
      now,
      name,
      purpose: 'launch',
      deployment,
      ttl_seconds: ttl,
      build_id: buildId,
      base_ami: image.ami_id,
      job_array,
      tags,
    });
  // All instances of a job array have the same tag keys.
  const [first] = planned;
  if (first) checkTagCount(tagsOf(first), tags);
  // Instances of an image that is gone were terminated, and their client tokens cannot be used again.
  const ofArray = (index: number): string => sha256([token, index, ...gone.map(({ ami_id }) => ami_id)].join('\n'));
  const requests = planned.map((instance): RunInstanceRequest => ({
    region,
    clientToken: instance.job_array === undefined ? token : ofArray(instance.job_array.index),
    imageId: image.ami_id,
    instanceType: body.instance_type,
    securityGroupIds: region === homeRegion ? [securityGroup] : undefined,
    profileName: launchedProfile,
    userData: joinUserData(userDataOf(body), instance),
    volumeSizeGb: body.volume_size_gb,
    volumeInitializationRate: initialization?.rate,
    rootDevice,
    shutdownBehavior: 'terminate',
    spot: body.spot,
    keyName: body.key_name,
    tags: tagsOf(instance),
  }));
  return { requests, initialization, planned, alive };
}

/**
 * Returns the launched instances that live. Throws LimitExceeded when the launch would exceed the cap. Instances that
 * the same run launched before a retry do not count twice.
 */
async function checkCap(region: string, count: number, buildId: string | undefined): Promise<Ec2Instance[]> {
  const { settings, deployment } = environment();
  const ours = { [tagKeys.deployment]: deployment, [tagKeys.purpose]: 'launch' };
  const alive = (
    await describeInstances(region, { tags: ours, states: ['pending', 'running', 'stopping', 'stopped'] })
  ).filter(({ tags }) => buildId === undefined || tags[tagKeys.buildId] !== buildId);
  if (alive.length + count <= settings.instance_cap) return alive;
  const room = Math.max(0, settings.instance_cap - alive.length);
  throw new SpawnError(
    'LimitExceeded',
    `${count} more instances would exceed the limit of ${settings.instance_cap} in ${region} (setting instance_cap): ${alive.length} exist, and there is room for ${room}. Terminate some.`,
    {
      instance_cap: settings.instance_cap,
      alive: alive.length,
      count,
    },
  );
}
