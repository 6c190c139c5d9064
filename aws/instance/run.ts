import {
  RunInstancesCommand,
  type BlockDeviceMapping,
  type EbsBlockDevice,
  type RunInstancesCommandInput,
  type VolumeType,
} from '@aws-sdk/client-ec2';
import { spotRole } from '../../core/doctor/spot';
import { SpawnError } from '../../core/errors';
import { quotaErrors, refusedLaunch } from '../../core/instance/launch-refusal';
import { quotaRefusal } from '../../core/instance/quota-refusal';
import type { Ec2Instance } from '../../core/model/ec2';
import type { Tags } from '../../core/tags';
import { isAwsError, isRefusal, messageOf, unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { tagList } from '../client/ec2-filters';
import { instanceFacts } from './describe';

export interface RunInstanceRequest {
  region: string;
  /** At most 64 characters. The same token returns the same instance. */
  clientToken: string;
  imageId: string;
  instanceType: string;
  subnetId?: string;
  securityGroupIds?: readonly string[];
  profileName?: string;
  /** Plain text, at most 16 KiB. */
  userData?: string;
  /** Size of the root volume in GiB; the image's own size when absent. */
  volumeSizeGb?: number;
  /**
   * Rate in MiB a second, 100 to 300, at which EBS initializes the root volume from its snapshot. EBS charges for each
   * GiB.
   */
  volumeInitializationRate?: number;
  /** The image's root device; required with a volume size or rate. */
  rootDevice?: string;
  /** More volumes, which are deleted with the instance. */
  dataVolumes?: readonly { device: string; size_gb: number; type: VolumeType }[];
  /** Devices of the image whose volumes are deleted with the instance, although the image says otherwise. */
  deletedDevices?: readonly string[];
  /** The key for the volumes of these devices of the image and for all data volumes. */
  encryption?: { key: string; devices: readonly string[] };
  /** Tags of the instance, its volumes, its network interface and its spot request, set by the launch itself. */
  tags: Tags;
  /** Effect of a shutdown from inside the instance. */
  shutdownBehavior: 'stop' | 'terminate';
  /** Requests it as a spot instance of one-time use: the request is closed with the instance. */
  spot?: boolean;
  keyName?: string;
}

// Another type or subnet may succeed: no capacity, not offered there, or the account's quota for the family.
const capacityErrors = [
  ...quotaErrors,
  'InsufficientInstanceCapacity',
  'InsufficientHostCapacity',
  'InsufficientReservedInstanceCapacity',
  'InsufficientAddressCapacity',
  'InsufficientFreeAddressesInSubnet',
  'SpotMaxPriceTooLow',
  'Unsupported',
];

/**
 * Launches one instance that requires IMDSv2. Throws InsufficientCapacity or QuotaExceeded with EC2's code and message
 * in `tries` when another type or subnet may succeed, QuotaExceeded without `tries` otherwise, and ImageNotFound or
 * InvalidInstanceType for what EC2 does not know, and InstanceLost when the instance of the token is terminated.
 */
export async function runInstance(instance: RunInstanceRequest): Promise<Ec2Instance> {
  try {
    const answer = await ec2(instance.region).send(new RunInstancesCommand(requestOf(instance)));
    const launched = answer.Instances?.[0];
    if (!launched?.InstanceId) throw unexpectedAnswer('RunInstances', 'an instance');
    return instanceFacts(instance.region, launched);
  } catch (error) {
    throw translated(error, instance);
  }
}

/**
 * Runs a launch as a dry run and returns EC2's code (`DryRunOperation` for success) and message. Throws EC2's server
 * errors and throttling.
 */
export async function tryInstance(instance: RunInstanceRequest): Promise<{ code: string; message: string }> {
  try {
    await ec2(instance.region).send(new RunInstancesCommand({ ...requestOf(instance), DryRun: true }));
  } catch (error) {
    if (!(error instanceof Error) || !isRefusal(error)) throw error;
    return { code: error.name, message: error.message };
  }
  throw unexpectedAnswer('RunInstances with DryRun', 'DryRunOperation');
}

function requestOf(instance: RunInstanceRequest): RunInstancesCommandInput {
  const tags = tagList(instance.tags);
  const volumes = volumesOf(instance);
  return {
    ClientToken: instance.clientToken,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as RunInstancesCommandInput['InstanceType'],
    MinCount: 1,
    MaxCount: 1,
    InstanceInitiatedShutdownBehavior: instance.shutdownBehavior,
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    TagSpecifications: [
      ...(['instance', 'volume', 'network-interface'] as const),
      ...(instance.spot ? (['spot-instances-request'] as const) : []),
    ].map((ResourceType) => ({ ResourceType, Tags: tags })),
    ...(instance.subnetId && { SubnetId: instance.subnetId }),
    ...(instance.securityGroupIds && { SecurityGroupIds: [...instance.securityGroupIds] }),
    ...(instance.profileName && { IamInstanceProfile: { Name: instance.profileName } }),
    ...(instance.userData && { UserData: Buffer.from(instance.userData).toString('base64') }),
    ...(volumes.length > 0 && { BlockDeviceMappings: volumes }),
    ...(instance.spot && { InstanceMarketOptions: { MarketType: 'spot' } }),
    ...(instance.keyName && { KeyName: instance.keyName }),
  };
}

/**
 * Returns the changes to the volumes of the image, at most one for each device, and the volumes that are added. A key
 * encrypts a volume whatever its snapshot is encrypted with (EC2 user guide, "Use encryption with EBS-backed AMIs").
 */
function volumesOf(instance: RunInstanceRequest): BlockDeviceMapping[] {
  const { rootDevice, volumeSizeGb, volumeInitializationRate, dataVolumes = [], deletedDevices = [] } = instance;
  const { encryption } = instance;
  const key = encryption && { Encrypted: true, KmsKeyId: encryption.key };
  const changes = new Map<string | undefined, EbsBlockDevice>();
  const change = (device: string | undefined, ebs: EbsBlockDevice): void => {
    changes.set(device, { ...changes.get(device), ...ebs });
  };
  if (volumeSizeGb !== undefined || volumeInitializationRate !== undefined) change(rootDevice, rootVolume(instance));
  for (const device of deletedDevices) change(device, { DeleteOnTermination: true });
  if (key) for (const device of encryption.devices) change(device, key);
  return [
    ...[...changes].map(([DeviceName, Ebs]) => ({ DeviceName, Ebs })),
    ...dataVolumes.map(({ device, size_gb, type }) => ({
      DeviceName: device,
      Ebs: { VolumeSize: size_gb, VolumeType: type, DeleteOnTermination: true, ...key },
    })),
  ];
}

function rootVolume({ volumeSizeGb, volumeInitializationRate }: RunInstanceRequest): EbsBlockDevice {
  return {
    DeleteOnTermination: true,
    ...(volumeSizeGb && { VolumeSize: volumeSizeGb, VolumeType: 'gp3' }),
    ...(volumeInitializationRate && { VolumeInitializationRate: volumeInitializationRate }),
  };
}

function translated(error: unknown, { region, imageId, instanceType, subnetId, spot }: RunInstanceRequest): unknown {
  const details = {
    region,
    instance_type: instanceType,
    subnet_id: subnetId,
    ...(error instanceof Error && { aws_error: error.name }),
  };
  if (error instanceof Error && isAwsError(error, ...capacityErrors)) {
    return refusedLaunch(
      [
        {
          instance_type: instanceType,
          subnet_id: subnetId,
          ...(spot && { spot }),
          code: error.name,
          message: error.message,
        },
      ],
      region,
    );
  }
  const overQuota = error instanceof Error ? quotaRefusal(error, region) : undefined;
  if (overQuota) return overQuota;
  if (isAwsError(error, 'AuthFailure.ServiceLinkedRoleCreationNotPermitted')) {
    return new SpawnError(
      'PermissionDenied',
      `the account has no role ${spotRole.name}, which EC2 requires for spot instances: run \`${spotRole.create}\` once, or launch on demand. Message of EC2: ${messageOf(error)}`,
      details,
    );
  }
  // EC2 keeps the token of an instance that is terminated (boto/boto3#4406).
  if (isAwsError(error, 'IdempotentInstanceTerminated')) {
    return new SpawnError(
      'InstanceLost',
      `the instance that this request launched in ${region} is terminated: send a new request, with another Idempotency-Key if it has one.`,
      details,
    );
  }
  if (isAwsError(error, 'InvalidKeyPair.NotFound')) {
    return new SpawnError(
      'InvalidRequest',
      `the key pair does not exist in ${region}: ${messageOf(error)} Name a key pair of that region, or none.`,
      details,
    );
  }
  if (isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable')) {
    return new SpawnError('ImageNotFound', `EC2 cannot launch image ${imageId} in ${region}: ${messageOf(error)}`, {
      ...details,
      ami_id: imageId,
    });
  }
  // EC2 answers InvalidParameterValue for an unknown type.
  if (
    isAwsError(error, 'InvalidInstanceType') ||
    (isAwsError(error, 'InvalidParameterValue') && /instance ?type/i.test(messageOf(error)))
  ) {
    return new SpawnError(
      'InvalidInstanceType',
      `EC2 does not accept the instance type '${instanceType}' in ${region}: ${messageOf(error)}`,
      details,
    );
  }
  return error;
}
