import { DescribeInstancesCommand, GetConsoleOutputCommand, type Instance } from '@aws-sdk/client-ec2';
import type { Ec2Instance, Ec2InstanceState } from '../../core/model/ec2';
import type { Tags } from '../../core/tags';
import { isAwsError } from '../client/errors';
import { ec2 } from '../client/clients';
import { exactly, inCalls, tagged, tagsOf, type Ec2Filter } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/** A query for instances. All given conditions must match. */
export interface InstanceQuery {
  ids?: readonly string[];
  /** Images that the instances were launched from. */
  imageIds?: readonly string[];
  tags?: Tags;
  states?: readonly Ec2InstanceState[];
  /** The tag `Name`, not case-sensitive. */
  name?: string;
  /** The client token of the launch. */
  clientToken?: string;
}

/** Returns the instances of a region that match the query, including those terminated within the last hour. */
export async function describeInstances(region: string, query: InstanceQuery = {}): Promise<Ec2Instance[]> {
  const common: Ec2Filter[] = [
    ...tagged(query.tags ?? {}),
    ...(query.states ? [exactly('instance-state-name', query.states)] : []),
    ...(query.clientToken ? [exactly('client-token', [query.clientToken])] : []),
    ...(query.name === undefined ? [] : [exactly('tag-key', ['Name'])]),
  ];
  const found: Ec2Instance[] = [];
  const lists = { 'instance-id': query.ids, 'image-id': query.imageIds };
  for (const filters of inCalls(lists, common)) found.push(...(await ask(region, filters)));
  // EC2 compares names case-sensitively, so all instances with a name are requested.
  const wanted = query.name?.toLowerCase();
  return wanted === undefined ? found : found.filter((instance) => instance.name?.toLowerCase() === wanted);
}

/** Returns one instance by id; undefined when EC2 does not have it (yet). */
export async function describeInstance(region: string, instanceId: string): Promise<Ec2Instance | undefined> {
  const found = await describeInstances(region, { ids: [instanceId] });
  return found.find((instance) => instance.instance_id === instanceId);
}

/** Returns the console output of an instance that EC2 has; undefined when there is none. */
export async function consoleOutput(region: string, instanceId: string): Promise<string | undefined> {
  try {
    const { Output } = await ec2(region).send(new GetConsoleOutputCommand({ InstanceId: instanceId }));
    return Output ? Buffer.from(Output, 'base64').toString('utf8') : undefined;
  } catch (error) {
    if (isAwsError(error, 'InvalidInstanceID.NotFound')) return undefined;
    throw error;
  }
}

async function ask(region: string, filters: Ec2Filter[]): Promise<Ec2Instance[]> {
  const found = await everyPage('DescribeInstances', async (token) => {
    const answer = await ec2(region).send(
      new DescribeInstancesCommand({
        MaxResults: 1000,
        ...(filters.length > 0 && { Filters: filters }),
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Reservations?.flatMap(({ Instances }) => Instances ?? []), next: answer.NextToken };
  });
  return found.map((instance) => instanceFacts(region, instance));
}

/** Returns the facts of an instance in EC2's answer. */
export function instanceFacts(region: string, instance: Instance): Ec2Instance {
  const tags = tagsOf(instance.Tags);
  return {
    instance_id: instance.InstanceId ?? '',
    region,
    ...(tags.Name && { name: tags.Name }),
    state: instance.State?.Name ?? 'pending',
    ...(instance.StateReason?.Message && { state_reason: instance.StateReason.Message }),
    instance_type: instance.InstanceType ?? '',
    image_id: instance.ImageId ?? '',
    architecture: instance.Architecture ?? '',
    launch_time: instance.LaunchTime?.toISOString() ?? '',
    availability_zone: instance.Placement?.AvailabilityZone ?? '',
    ...(instance.SubnetId && { subnet_id: instance.SubnetId }),
    ...(instance.PublicIpAddress && { public_ip: instance.PublicIpAddress }),
    ...(instance.PrivateIpAddress && { private_ip: instance.PrivateIpAddress }),
    ...(instance.IamInstanceProfile?.Arn && { profile_arn: instance.IamInstanceProfile.Arn }),
    root_device: instance.RootDeviceName ?? '',
    volumes: (instance.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }) => ({
      device: DeviceName ?? '',
      volume_id: Ebs?.VolumeId ?? '',
      delete_on_termination: Ebs?.DeleteOnTermination ?? false,
    })),
    ...(instance.Platform && { platform: instance.Platform.toLowerCase() }),
    spot: instance.InstanceLifecycle === 'spot',
    imds_v2_only: instance.MetadataOptions?.HttpTokens === 'required',
    tags,
  };
}
