import { VolumeType } from '@aws-sdk/client-ec2';
import { instanceTypes, type InstanceTypeFacts } from '../../../fixtures/instance-types';
import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { encryptionKey } from '../state/encryption';
import { invalidValue, missingParameter, notFound, requireOneOf, requireWellFormed } from '../state/faults';
import { imageIsHiddenFrom, isDeprecated, isDisallowed, stateShown } from '../state/image-visibility';
import type { Image, VolumeMapping } from '../state/model';
import { defaultGroup, type SecurityGroup, type Subnet } from '../state/network';
import { zonesOf } from '../state/regions';
import { requireRegistered } from '../state/own-image';
import { requireOne, type Request } from '../state/simulation';

/** What a RunInstances asks for, looked up and checked. */
export interface LaunchPlan {
  image: Image;
  type: InstanceTypeFacts;
  subnet: Subnet;
  groups: SecurityGroup[];
  wantsPublicIp: boolean;
  volumes: VolumeMapping[];
}

/** Looks up what is asked for. Throws with EC2's codes for what does not exist, does not fit or is not offered. */
export function planLaunch(request: Request): LaunchPlan {
  const image = launchableImage(request);
  const type = instanceType(request, image);
  if (has(request.simulation.world, 'launch-types-restrict')) requireAllowedType(image, type.type);
  const subnet = chooseSubnet(request);
  const { input, simulation, region } = request;
  const { offered = () => true } = simulation.options;
  const zones = zonesOf(region.name)
    .map(({ name }) => name)
    .filter((zone) => offered(type.type, zone));
  if (zones.length === 0)
    throw invalidValue(`Invalid value '${type.type}' for InstanceType. It is not offered in ${region.name}.`);
  if (!zones.includes(subnet.zone)) {
    throw new AwsError(
      'Unsupported',
      `Your requested instance type (${type.type}) is not supported in your requested Availability Zone (${subnet.zone}). Please retry your request by not specifying an Availability Zone or choosing ${zones.join(', ')}.`,
    );
  }
  const [nic = {}] = input.NetworkInterfaces ?? [];
  const groupIds: string[] = nic.Groups ?? input.SecurityGroupIds ?? [];
  const groups =
    groupIds.length > 0
      ? groupIds.map((id) => requireGroup(request, id, subnet))
      : [defaultGroup(region.network, subnet.vpcId)].filter((group) => group !== undefined);
  return {
    image,
    type,
    subnet,
    groups,
    wantsPublicIp: nic.AssociatePublicIpAddress ?? subnet.mapPublicIp,
    volumes: launchVolumes(request, image),
  };
}

function launchableImage(request: Request): Image {
  const { simulation, region, input } = request;
  if (!input.ImageId) throw missingParameter('ImageId');
  const id = resolved(request);
  requireRegistered(simulation, region, id);
  const image = requireOne(simulation, region.images, 'ami-', id);
  if (imageIsHiddenFrom(simulation, image))
    throw new AwsError('AuthFailure', `Not authorized for images: [${image.id}]`, 403);
  if (isDisallowed(simulation, region, image)) throw notFound('ami-', [image.id]);
  if (isDeprecated(simulation, image) && !has(simulation.world, 'deprecated-image-launches'))
    throw new AwsError('InvalidAMIID.Unavailable', `The image ID '${image.id}' is deprecated.`);
  const state = stateShown(simulation, image);
  if (state !== 'available') {
    throw new AwsError(
      'InvalidAMIID.Unavailable',
      `The image ID '${image.id}' is not available: its state is '${state}'.`,
    );
  }
  return image;
}

/** An image id, or what the parameter of `resolve:ssm:NAME` says, which the caller must be allowed to read. */
function resolved({ simulation, region, input, call }: Request): string {
  const [, name] = /^resolve:ssm:([^:]+)$/.exec(input.ImageId) ?? [];
  if (name === undefined) return input.ImageId;
  call.authorize(
    'ssm:GetParameters',
    `arn:aws:ssm:${region.name}:${name.startsWith('/aws/service/') ? '' : simulation.world.accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
  );
  const id = simulation.resolveImage?.(region.name, name);
  if (id?.startsWith('ami-')) return id;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid SSM parameter '${name}': ${id === undefined ? 'it does not exist' : 'it does not hold an image id'}.`,
  );
}

function instanceType({ input }: Request, image: Image): InstanceTypeFacts {
  const name: string = input.InstanceType ?? 'm1.small';
  const type = instanceTypes.get(name);
  if (!type) throw invalidValue(`Invalid value '${name}' for InstanceType.`);
  if (!type.architectures.includes(image.architecture)) {
    throw invalidValue(
      `The architecture '${type.architectures.join(',')}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  }
  return type;
}

function chooseSubnet({ simulation, region, input }: Request): Subnet {
  const interfaces = input.NetworkInterfaces ?? [];
  if (interfaces.length > 1)
    throw new AwsError(
      'UnsupportedParameter',
      'RunInstances.NetworkInterfaces with more than one interface is not simulated',
    );
  if (interfaces.length === 1 && (input.SubnetId || input.SecurityGroupIds)) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request',
    );
  }
  const id: string | undefined = interfaces[0]?.SubnetId ?? input.SubnetId;
  const zone: string | undefined = input.Placement?.AvailabilityZone;
  if (zone && !zonesOf(region.name).some(({ name }) => name === zone))
    throw invalidValue(`Invalid availability zone: [${zone}]`);
  if (id) {
    requireWellFormed('subnet-', id);
    const subnet = region.network.subnets.get(id);
    if (!subnet) throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
    if (zone && zone !== subnet.zone)
      throw invalidValue(`The availability zone '${zone}' does not match the subnet's zone '${subnet.zone}'.`);
    return subnet;
  }
  const candidates = [...region.network.subnets.values()].filter(
    (subnet) => subnet.defaultForZone && (!zone || subnet.zone === zone),
  );
  const { capacity = () => true } = simulation.options;
  const subnet = candidates.find((candidate) => capacity(input.InstanceType, candidate.zone)) ?? candidates[0];
  if (!subnet) throw new AwsError('MissingInput', `No default subnet for availability zone: '${zone ?? region.name}'.`);
  return subnet;
}

function requireGroup({ region }: Request, id: string, subnet: Subnet): SecurityGroup {
  requireWellFormed('sg-', id);
  const group = region.network.securityGroups.get(id);
  if (!group) throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  if (group.vpcId !== subnet.vpcId)
    throw new AwsError(
      'InvalidParameter',
      `Security group ${id} and subnet ${subnet.id} belong to different networks.`,
    );
  return group;
}

/**
 * The image's volumes with the request's changes; a volume may grow but not shrink, nor lose its encryption. A key that
 * is named encrypts the volume whatever its snapshot is encrypted with.
 */
function launchVolumes({ simulation, region, input }: Request, image: Image): VolumeMapping[] {
  const asked: { DeviceName?: string; Ebs?: Record<string, any> }[] = input.BlockDeviceMappings ?? [];
  const volumes = image.volumes.map((volume) => ({ ...volume }));
  for (const { DeviceName: deviceName = '', Ebs: ebs = {} } of asked) {
    let volume = volumes.find((mapping) => mapping.deviceName === deviceName);
    if (!volume) {
      if (!ebs.VolumeSize)
        throw new AwsError(
          'InvalidBlockDeviceMapping',
          `Size or snapshot must be specified for device '${deviceName}'.`,
        );
      volume = { deviceName, sizeGib: ebs.VolumeSize, volumeType: 'gp2', encrypted: false, deleteOnTermination: true };
      volumes.push(volume);
    }
    if (ebs.VolumeSize < volume.sizeGib && has(simulation.world, 'volume-is-not-smaller-than-snapshot')) {
      throw new AwsError(
        'InvalidBlockDeviceMapping',
        `Volume of size ${ebs.VolumeSize}GB is smaller than snapshot '${volume.snapshotId}', expect size>= ${volume.sizeGib}GB`,
      );
    }
    if (volume.encrypted && ebs.Encrypted === false)
      throw new AwsError(
        'InvalidParameter',
        `Device '${deviceName}': an encrypted snapshot cannot give an unencrypted volume.`,
      );
    if (ebs.KmsKeyId !== undefined && ebs.Encrypted !== true)
      throw new AwsError(
        'InvalidParameterDependency',
        'The parameter KmsKeyId requires the parameter Encrypted to be set.',
      );
    if (ebs.KmsKeyId !== undefined && has(simulation.world, 'encrypted-by-named-key'))
      volume.keyArn = encryptionKey(simulation, region.name, ebs.KmsKeyId)?.arn ?? ebs.KmsKeyId;
    if (ebs.VolumeType !== undefined) requireOneOf(VolumeType, 'volumeType', ebs.VolumeType);
    volume.sizeGib = ebs.VolumeSize ?? volume.sizeGib;
    volume.volumeType = ebs.VolumeType ?? volume.volumeType;
    volume.encrypted = ebs.Encrypted ?? volume.encrypted;
    volume.deleteOnTermination = ebs.DeleteOnTermination ?? volume.deleteOnTermination;
    volume.iops = ebs.Iops ?? volume.iops;
    volume.throughput = ebs.Throughput ?? volume.throughput;
    volume.initializationRate = initializationRate(volume, ebs.VolumeInitializationRate);
  }
  return volumes;
}

/**
 * EC2 fills volumes at 100 to 300 MiB a second, and only what comes from a snapshot (API reference, EbsBlockDevice).
 */
function initializationRate({ deviceName, snapshotId }: VolumeMapping, rate: number | undefined): number | undefined {
  if (rate === undefined) return undefined;
  if (rate < 100 || rate > 300)
    throw invalidValue(`Volume initialization rate of ${rate} MiB/s is not supported; it must be between 100 and 300.`);
  if (!snapshotId)
    throw new AwsError(
      'InvalidParameterCombination',
      `The volume of device '${deviceName}' has no snapshot: a volume initialization rate does not apply.`,
    );
  return rate;
}

/** Throws `InvalidParameterCombination` when an image may not be launched on an instance type. */
function requireAllowedType({ id, instanceTypes }: Image, type: string): void {
  if (!instanceTypes) return;
  const matches = (list: readonly string[]): boolean =>
    list.some((entry) => new RegExp(`^${entry.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(type));
  const { supported, unsupported } = instanceTypes;
  if ((supported.length === 0 || matches(supported)) && !matches(unsupported)) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `The instance type '${type}' is not compatible with the instance type specification of the AMI '${id}'.`,
  );
}
