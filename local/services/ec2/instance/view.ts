import { instanceTypes } from '../../../fixtures/instance-types';
import { privateName } from './lifecycle';
import type { Instance, InstanceState } from '../state/model';
import { tagList, type Request } from '../state/simulation';

/** EC2's numbers of the states. */
export const stateCodes: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** Returns an instance's state as EC2 answers it: its name and its number (API reference, InstanceState). */
export function stateOf(state: InstanceState): { Code: number; Name: InstanceState } {
  return { Code: stateCodes[state], Name: state };
}

/**
 * Returns an instance as DescribeInstances and RunInstances answer it; a terminated one has lost its network and
 * volumes.
 */
export function describedInstance(request: Request, instance: Instance): Record<string, any> {
  const { region } = request;
  const over = instance.state === 'terminated';
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type,
    Architecture: instance.architecture,
    State: stateOf(instance.state),
    StateReason: instance.stateReason,
    StateTransitionReason: instance.transitionReason,
    AmiLaunchIndex: instance.launchIndex,
    ClientToken: instance.clientToken ?? '',
    KeyName: instance.keyName,
    LaunchTime: new Date(instance.launchedAt),
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: 'disabled' },
    InstanceLifecycle: instance.spot ? 'spot' : undefined,
    SpotInstanceRequestId: instance.spotRequestId,
    IamInstanceProfile: instance.profileArn && { Arn: instance.profileArn, Id: instance.profileId },
    RootDeviceName: instance.rootDeviceName,
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    EbsOptimized: false,
    PlatformDetails: instance.platformDetails,
    UsageOperation: 'RunInstances',
    BlockDeviceMappings: over ? [] : instance.volumes.map((volume) => attachment(instance, volume)),
    SecurityGroups: over ? [] : groups(request, instance),
    ...(over ? { PrivateDnsName: '', PublicDnsName: '', NetworkInterfaces: [] } : network(request, instance)),
    CpuOptions: { CoreCount: instanceTypes.get(instance.type)?.vcpus, ThreadsPerCore: 1 },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: instance.metadata.httpTokens,
      HttpPutResponseHopLimit: instance.metadata.hopLimit,
      HttpEndpoint: instance.metadata.endpoint,
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: instance.metadata.tags,
    },
    Tags: tagList(region, instance.id),
  };
}

function attachment(instance: Instance, { volumeId, mapping }: Instance['volumes'][number]): Record<string, any> {
  return {
    DeviceName: mapping.deviceName,
    Ebs: {
      VolumeId: volumeId,
      AttachTime: new Date(instance.launchedAt),
      DeleteOnTermination: mapping.deleteOnTermination,
      Status: 'attached',
    },
  };
}

function groups({ region }: Request, instance: Instance): { GroupId: string; GroupName?: string }[] {
  return instance.securityGroupIds.map((GroupId) => ({
    GroupId,
    GroupName: region.network.securityGroups.get(GroupId)?.name,
  }));
}

function network(request: Request, instance: Instance): Record<string, any> {
  const { region, simulation } = request;
  const publicName = instance.publicIp ? `ec2-${instance.publicIp.replaceAll('.', '-')}.compute.amazonaws.com` : '';
  const names = { PrivateDnsName: privateName(region.name, instance.privateIp), PrivateIpAddress: instance.privateIp };
  return {
    ...names,
    PublicDnsName: publicName,
    PublicIpAddress: instance.publicIp,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
    SourceDestCheck: true,
    NetworkInterfaces: [
      {
        ...names,
        NetworkInterfaceId: instance.networkInterfaceId,
        SubnetId: instance.subnetId,
        VpcId: instance.vpcId,
        OwnerId: simulation.world.accountId,
        Status: 'in-use',
        SourceDestCheck: true,
        InterfaceType: 'interface',
        Groups: groups(request, instance),
        Attachment: {
          DeviceIndex: 0,
          NetworkCardIndex: 0,
          Status: 'attached',
          DeleteOnTermination: instance.deleteInterfaceOnTermination,
          AttachTime: new Date(instance.launchedAt),
        },
        Association: instance.publicIp
          ? { PublicIp: instance.publicIp, PublicDnsName: publicName, IpOwnerId: 'amazon' }
          : undefined,
      },
    ],
  };
}
