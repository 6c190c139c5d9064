import { HttpTokensState } from '@aws-sdk/client-ec2';
import { knows } from './key-pairs';
import { AwsError } from '../../../kernel/types';
import { privateAddress } from '../state/addresses';
import { arnOf, instanceFacts, ownedContext, requestTags, resourceTags } from '../state/authorize';
import { earlierAnswer, rememberAnswer } from '../state/client-tokens';
import { volumesRefusal } from '../state/encryption';
import { has } from '../../../kernel/facts';
import { invalidValue, missingParameter, requireOneOf } from '../state/faults';
import { start } from './lifecycle';
import { asksForSpot, authorizeSpotRequest, noSpotCapacity, requireSpotRole } from './spot';
import { requireVcpus } from './vcpu-limit';
import { describedInstance } from './view';
import { planLaunch, type LaunchPlan } from './launch-plan';
import type { Image, Instance } from '../state/model';
import { born, newId, type Handler, type Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

const taggable = ['instance', 'volume', 'network-interface', 'spot-instances-request'] as const;
type Tags = Record<string, Map<string, string>>;

/** Launches MinCount to MaxCount instances, as many as there is capacity for. */
export const runInstances: Handler = (request) => {
  const { input, region } = request;
  for (const name of ['MinCount', 'MaxCount']) if (input[name] === undefined) throw missingParameter(name);
  if (input.MinCount < 1 || input.MaxCount < input.MinCount) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${input.MinCount}-${input.MaxCount}) for MinCount and MaxCount is invalid.`,
    );
  }
  if (has(request.simulation.world, 'user-data-16-kib')) requireUserData(input.UserData);
  requireKeyPair(request);
  const isSpot = asksForSpot(request);
  const tags = tagSpecifications(
    request,
    taggable.filter((type) => isSpot || type !== 'spot-instances-request'),
  );
  const plan = planLaunch(request);
  const profile = requireProfile(request);
  const options = instanceOptions(request, plan.image);
  authorizeLaunch(request, plan, tags, { ...options, type: plan.type.type, profileArn: profile?.arn });
  if (profile)
    request.call.authorize(
      'iam:PassRole',
      `arn:aws:iam::${request.simulation.world.accountId}:role/${profile.roleName}`,
      {
        'iam:PassedToService': 'ec2.amazonaws.com',
      },
    );
  const earlier = earlierAnswer(request);
  if (earlier) {
    requireLiving(request, earlier().Instances);
    return earlier;
  }
  const count = roomFor(request, plan, options.spot);
  // EC2 looks at keys after the call has succeeded.
  if (options.spot) requireSpotRole(request);
  const refusal = volumesRefusal(request, plan.volumes, options.spot);
  if (refusal && !has(request.simulation.world, 'launch-key-is-checked-later')) throw invalidValue(refusal);
  return () => {
    const reservationId = newId(request.simulation, 'r-');
    const instances = Array.from({ length: count }, (_, launchIndex) => {
      const instance = makeInstance(request, plan, tags, {
        ...options,
        reservationId,
        launchIndex,
        profileArn: profile?.arn,
        roleName: profile?.roleName,
      });
      start(request.simulation, region, instance, refusal);
      return instance;
    });
    plan.image.lastLaunchedAt = request.simulation.world.clock.now();
    const answer = (): Record<string, any> => ({
      ReservationId: reservationId,
      OwnerId: request.simulation.world.accountId,
      Groups: [],
      Instances: instances.map((instance) => describedInstance(request, instance)),
    });
    if (has(request.simulation.world, 'run-instances-client-token')) rememberAnswer(request, answer);
    return answer();
  };
};

function roomFor(request: Request, plan: LaunchPlan, spot: boolean): number {
  const { simulation, input } = request;
  const { type, subnet } = plan;
  if (!spot) requireVcpus(request, Array<string>(input.MinCount).fill(type.type));
  const { capacity = () => true, spotCapacity = () => true } = simulation.options;
  const wanted: number = input.MaxCount;
  let room = 0;
  const hasRoom = spot ? spotCapacity : capacity;
  while (room < wanted && hasRoom(type.type, subnet.zone)) room += 1;
  if (room >= input.MinCount) return room;
  if (spot) throw noSpotCapacity();
  throw new AwsError(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${type.type} capacity in the Availability Zone you requested (${subnet.zone}). Our system will be working on provisioning additional capacity. You can currently get ${type.type} capacity by not specifying an Availability Zone in your request or choosing another one.`,
    500,
  );
}

function requireUserData(base64 = ''): void {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) throw invalidValue('Invalid BASE64 encoding of user data.');
  if (Buffer.from(base64, 'base64').length > 16_384) throw invalidValue('User data is limited to 16384 bytes');
}

function requireKeyPair(request: Request): void {
  const name: string | undefined = request.input.KeyName;
  if (name !== undefined && !knows(request, name))
    throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

function requireProfile({ simulation, input }: Request): { arn: string; roleName: string } | undefined {
  const { Name: name, Arn: arn } = input.IamInstanceProfile ?? {};
  const asked: string | undefined = arn ?? name;
  if (!asked) return undefined;
  const profile = simulation.world.instanceProfile(asked);
  if (profile) return profile;
  throw new AwsError(
    'InvalidParameterValue',
    arn
      ? `Value (${arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`
      : `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
  );
}

/** EC2 does not launch again for a token whose instances are all terminated (boto/boto3#4406). */
function requireLiving({ region, simulation }: Request, made: readonly { InstanceId: string }[]): void {
  if (made.some(({ InstanceId: id }) => region.instances.get(id)?.state !== 'terminated')) return;
  if (!has(simulation.world, 'token-of-terminated-instance')) return;
  throw new AwsError(
    'IdempotentInstanceTerminated',
    'The instance(s) associated with the client token that you provided have been terminated.',
  );
}

type InstanceOptions = Pick<
  Instance,
  'shutdownBehavior' | 'terminationProtected' | 'stopProtected' | 'metadata' | 'spot'
>;

function instanceOptions(request: Request, image: Image): InstanceOptions {
  const { input } = request;
  const metadata = input.MetadataOptions ?? {};
  if (metadata.HttpTokens !== undefined) requireOneOf(HttpTokensState, 'httpTokens', metadata.HttpTokens);
  // The defaults of an image that specifies IMDSv2 (API reference, ModifyImageAttribute).
  const isImdsV2 = image.imdsSupport === 'v2.0';
  return {
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? 'stop',
    terminationProtected: input.DisableApiTermination ?? false,
    stopProtected: input.DisableApiStop ?? false,
    spot: asksForSpot(request),
    metadata: {
      httpTokens: metadata.HttpTokens ?? (isImdsV2 ? 'required' : 'optional'),
      hopLimit: metadata.HttpPutResponseHopLimit ?? (isImdsV2 ? 2 : 1),
      endpoint: metadata.HttpEndpoint ?? 'enabled',
      tags: metadata.InstanceMetadataTags ?? 'disabled',
    },
  };
}

function authorizeLaunch(
  request: Request,
  plan: LaunchPlan,
  tags: Tags,
  facts: Parameters<typeof instanceFacts>[0],
): void {
  const { call, region } = request;
  const action = 'ec2:RunInstances';
  const inRegion = { 'ec2:Region': region.name };
  call.authorize(action, arnOf(request, 'image', plan.image.id), ownedContext(request, plan.image));
  call.authorize(action, arnOf(request, 'instance'), {
    ...inRegion,
    ...requestTags(tags.instance ?? new Map()),
    ...instanceFacts(facts),
  });
  call.authorize(action, arnOf(request, 'volume'), { ...inRegion, ...requestTags(tags.volume ?? new Map()) });
  call.authorize(action, arnOf(request, 'network-interface'), {
    ...inRegion,
    ...requestTags(tags['network-interface'] ?? new Map()),
  });
  call.authorize(action, arnOf(request, 'subnet', plan.subnet.id), resourceTags(region, plan.subnet.id));
  if (request.input.KeyName) call.authorize(action, arnOf(request, 'key-pair', request.input.KeyName), inRegion);
  for (const { id } of plan.groups)
    call.authorize(action, arnOf(request, 'security-group', id), resourceTags(region, id));
  if (asksForSpot(request)) authorizeSpotRequest(request, tags['spot-instances-request']);
  for (const type of taggable) authorizeTagOnCreate(request, type, tags[type] ?? new Map());
}

type Given = InstanceOptions & Pick<Instance, 'reservationId' | 'launchIndex' | 'profileArn' | 'roleName'>;

function makeInstance(request: Request, plan: LaunchPlan, tags: Tags, given: Given): Instance {
  const { simulation, region, input } = request;
  const birth = born(simulation);
  const id = newId(simulation, 'i-');
  const volumes = plan.volumes.map((mapping) => ({ volumeId: newId(simulation, 'vol-'), mapping: { ...mapping } }));
  const instance: Instance = {
    ...given,
    ...birth,
    id,
    imageId: plan.image.id,
    type: plan.type.type,
    architecture: plan.image.architecture,
    state: 'pending',
    transitionReason: '',
    launchedAt: birth.createdAt,
    clientToken: input.ClientToken,
    keyName: input.KeyName,
    userData: input.UserData === undefined ? undefined : Buffer.from(input.UserData, 'base64').toString(),
    rootDeviceName: plan.image.rootDeviceName,
    platformDetails: plan.image.platformDetails,
    profileId: given.profileArn && newId(simulation, 'AIPA').toUpperCase(),
    volumes,
    networkInterfaceId: newId(simulation, 'eni-'),
    deleteInterfaceOnTermination: input.NetworkInterfaces?.[0]?.DeleteOnTermination ?? true,
    subnetId: plan.subnet.id,
    vpcId: plan.subnet.vpcId,
    availabilityZone: plan.subnet.zone,
    securityGroupIds: plan.groups.map((group) => group.id),
    privateIp: privateAddress(plan.subnet),
    wantsPublicIp: plan.wantsPublicIp,
    console: [],
    disk: plan.image.disk,
    agentRunning: false,
    spotRequestId: given.spot ? newId(simulation, 'sir-') : undefined,
  };
  region.instances.set(id, instance);
  if (has(request.simulation.world, 'launch-tags-at-birth')) setTags(region, id, tags.instance ?? new Map());
  if (instance.spotRequestId !== undefined)
    setTags(region, instance.spotRequestId, tags['spot-instances-request'] ?? new Map());
  setTags(region, instance.networkInterfaceId, tags['network-interface'] ?? new Map());
  for (const { volumeId, mapping } of volumes) {
    region.volumes.set(volumeId, {
      ...birth,
      id: volumeId,
      instanceId: id,
      mapping,
      availabilityZone: plan.subnet.zone,
    });
    setTags(region, volumeId, tags.volume ?? new Map());
  }
  return instance;
}
