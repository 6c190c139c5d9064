import { instanceTypes } from '../../../fixtures/instance-types';
import { AwsError } from '../../../kernel/types';
import { privateAddress } from '../state/addresses';
import { arnOf, instanceFacts, ownedContext, requestTags, resourceTags } from '../state/authorize';
import { earlierAnswer, rememberAnswer } from '../state/client-tokens';
import { volumesRefusal } from '../state/encryption';
import { invalidValue, missingParameter } from '../state/faults';
import { start } from './lifecycle';
import { describedInstance } from './view';
import { planLaunch, type LaunchPlan } from './launch-plan';
import type { Image, Instance } from '../state/model';
import { born, newId, type Handler, type Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

const taggable = ['instance', 'volume', 'network-interface'] as const;
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
  requireUserData(input.UserData);
  requireKeyPair(request);
  const tags = tagSpecifications(request, taggable);
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
  if (earlier) return earlier;
  const count = roomFor(request, plan);
  // EC2 looks at keys after the call has succeeded.
  if (options.spot && request.simulation.options.spotRole === false) {
    throw new AwsError(
      'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
      'The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
      403,
    );
  }
  const refusal = volumesRefusal(request, plan.volumes);
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
    rememberAnswer(request, answer);
    return answer();
  };
};

const isStandard = (type: string): boolean => /^[acdhimrtz]\d/.test(type);

function requireVcpus({ simulation, region, input }: Request, { type }: LaunchPlan): void {
  const { standardVcpus } = simulation.limits;
  if (!isStandard(type.type) || standardVcpus === Infinity) return;
  const running = [...region.instances.values()].filter(
    ({ type: name, state }) => isStandard(name) && ['pending', 'running'].includes(state),
  );
  const used = running.reduce((sum, { type: name }) => sum + (instanceTypes.get(name)?.vcpus ?? 0), 0);
  if (used + input.MinCount * type.vcpus <= standardVcpus) return;
  throw new AwsError(
    'VcpuLimitExceeded',
    `You have requested more vCPU capacity than your current vCPU limit of ${standardVcpus} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

function roomFor(request: Request, plan: LaunchPlan): number {
  requireVcpus(request, plan);
  const { simulation, input } = request;
  const { type, subnet } = plan;
  const { capacity = () => true } = simulation.options;
  const wanted: number = input.MaxCount;
  let room = 0;
  while (room < wanted && capacity(type.type, subnet.zone)) room += 1;
  if (room >= input.MinCount) return room;
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

function requireKeyPair({ simulation, input }: Request): void {
  const name: string | undefined = input.KeyName;
  if (name !== undefined && !simulation.options.keyPairs?.includes(name))
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

type InstanceOptions = Pick<
  Instance,
  'shutdownBehavior' | 'terminationProtected' | 'stopProtected' | 'metadata' | 'spot'
>;

function instanceOptions({ input }: Request, image: Image): InstanceOptions {
  const metadata = input.MetadataOptions ?? {};
  // The defaults of an image that specifies IMDSv2 (API reference, ModifyImageAttribute).
  const isImdsV2 = image.imdsSupport === 'v2.0';
  return {
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? 'stop',
    terminationProtected: input.DisableApiTermination ?? false,
    stopProtected: input.DisableApiStop ?? false,
    spot: input.InstanceMarketOptions?.MarketType === 'spot',
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
  };
  region.instances.set(id, instance);
  setTags(region, id, tags.instance ?? new Map());
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
