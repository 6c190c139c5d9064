import { AwsError, type Principal, type World } from '../../kernel/types';
import type { AutoScalingRegion, Group, GroupInstance } from './model';

// EC2 reports an instance as running after some seconds; a launch that failed is tried again after minutes.
const lookEvery = 5_000;
const retryAfter = 300_000;

/** Returns who launches for groups: the service-linked role, by whose rights launches are judged. */
function serviceRole({ accountId }: World): Principal {
  const arn = `arn:aws:sts::${accountId}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling`;
  return { arn, administrator: true, policies: [] };
}

async function ask(world: World, action: string, region: string, input: object): Promise<Record<string, any>> {
  const release = world.clock.hold();
  try {
    return await world.call(serviceRole(world), 'ec2', action, region, input);
  } finally {
    release();
  }
}

/**
 * Launches an instance from what the group launches from now and waits until it runs. Throws what EC2 answers, and
 * `Client.LaunchFailed` when it ends before it runs.
 */
export async function launchInstance(world: World, region: AutoScalingRegion, group: Group): Promise<void> {
  const { data, used } = await launchData(world, region, group);
  const zone = group.zones[group.launched % group.zones.length];
  group.launched += 1;
  const propagated = group.tags.filter(({ PropagateAtLaunch }) => PropagateAtLaunch);
  const { Instances } = await ask(world, 'RunInstances', region.name, {
    ...data,
    MinCount: 1,
    MaxCount: 1,
    Placement: { AvailabilityZone: zone },
    ...(propagated.length > 0 && {
      TagSpecifications: [{ ResourceType: 'instance', Tags: propagated.map(({ Key, Value }) => ({ Key, Value })) }],
    }),
  });
  const { InstanceId: id, InstanceType: type } = Instances[0];
  const instance: GroupInstance = { id, type, zone: zone!, state: 'Pending', template: used };
  group.instances.push(instance);
  for (;;) {
    await world.clock.sleep(lookEvery);
    const state = await stateOf(world, region, id);
    if (state === 'running') {
      instance.state = 'InService';
      return;
    }
    if (state === 'pending') continue;
    group.instances = group.instances.filter((each) => each !== instance);
    throw new AwsError('Client.LaunchFailed', `The instance ${id} is ${state} and was not healthy.`);
  }
}

async function stateOf(world: World, region: AutoScalingRegion, id: string): Promise<string> {
  try {
    const { Reservations } = await ask(world, 'DescribeInstances', region.name, { InstanceIds: [id] });
    return Reservations[0]?.Instances[0]?.State.Name ?? 'pending';
  } catch (error) {
    // EC2 lists an instance some seconds after its launch.
    if (error instanceof AwsError && error.code === 'InvalidInstanceID.NotFound') return 'pending';
    throw error;
  }
}

/** Terminates instances of a group. */
export async function endInstances(
  world: World,
  region: AutoScalingRegion,
  group: Group,
  instances: readonly GroupInstance[],
): Promise<void> {
  group.instances = group.instances.filter((each) => !instances.includes(each));
  const InstanceIds = instances.map(({ id }) => id);
  if (InstanceIds.length > 0) await ask(world, 'TerminateInstances', region.name, { InstanceIds });
}

/** Launches what is missing of a group, one after the other, unless its refresh does so. Tries again after failures. */
export async function fillGroup(world: World, region: AutoScalingRegion, group: Group): Promise<void> {
  const isMissing = (): boolean =>
    region.groups.get(group.name) === group && !group.filling && group.instances.length < group.desired;
  while (isMissing()) {
    group.filling = true;
    try {
      await launchInstance(world, region, group);
    } catch {
      world.clock.after(retryAfter, () => void fillGroup(world, region, group), { background: true });
      return;
    } finally {
      group.filling = false;
    }
  }
}

/** Returns the data of the template's version that a group launches, by its number, or of its launch configuration. */
async function launchData(
  world: World,
  region: AutoScalingRegion,
  group: Group,
): Promise<{ data: Record<string, unknown>; used?: GroupInstance['template'] }> {
  if (!group.template) {
    const { imageId, instanceType } = region.configurations.get(group.configurationName ?? '')!;
    return { data: { ImageId: imageId, InstanceType: instanceType } };
  }
  const { LaunchTemplateId, LaunchTemplateName, Version = '$Default' } = group.template;
  const { LaunchTemplateVersions } = await ask(world, 'DescribeLaunchTemplateVersions', region.name, {
    LaunchTemplateId,
    LaunchTemplateName,
    Versions: [Version],
  });
  const version = LaunchTemplateVersions[0];
  return {
    data: version.LaunchTemplateData,
    used: {
      LaunchTemplateId: version.LaunchTemplateId,
      LaunchTemplateName: version.LaunchTemplateName,
      Version: String(version.VersionNumber),
    },
  };
}
