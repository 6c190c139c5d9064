import { AwsError, type Call, type ConditionContext, type World } from '../../kernel/types';
import { uuid } from '../../kernel/random';
import { endInstances, fillGroup } from './fleet';
import type { AutoScalingRegion, Group, TemplateSpecification } from './model';
import { describedPage } from './pages';

/** Creates a group and launches its instances. A mixed instances policy with a capacity above 0 is not simulated. */
export async function createGroup(world: World, region: AutoScalingRegion, call: Call): Promise<Record<string, any>> {
  const {
    AutoScalingGroupName: name,
    LaunchConfigurationName: configurationName,
    LaunchTemplate: template,
    MixedInstancesPolicy: mixed,
  } = call.input;
  const { MinSize, MaxSize, DesiredCapacity = MinSize, AvailabilityZones: zones = [`${call.region}a`] } = call.input;
  const arn = `arn:aws:autoscaling:${call.region}:${world.accountId}:autoScalingGroup:${uuid(world.random)}:autoScalingGroupName/${name}`;
  call.authorize('autoscaling:CreateAutoScalingGroup', arn);
  if (region.groups.has(name))
    throw new AwsError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  if (DesiredCapacity < MinSize || DesiredCapacity > MaxSize)
    throw new AwsError(
      'ValidationError',
      `Desired capacity:${DesiredCapacity} must be between the specified min size:${MinSize} and max size:${MaxSize}`,
    );
  if (mixed && DesiredCapacity > 0)
    throw new AwsError(
      'UnsupportedParameter',
      'autoscaling CreateAutoScalingGroup.MixedInstancesPolicy with a capacity above 0 is not simulated.',
    );
  const sources = [configurationName, template, mixed].filter((source) => source !== undefined);
  if (sources.length !== 1)
    throw new AwsError(
      'ValidationError',
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  if (configurationName && !region.configurations.has(configurationName))
    throw new AwsError(
      'ValidationError',
      `Launch configuration name not found - Launch configuration ${configurationName} not found`,
    );
  const specified = [
    template,
    mixed?.LaunchTemplate?.LaunchTemplateSpecification,
    ...(mixed?.LaunchTemplate?.Overrides ?? []).map((override: any) => override.LaunchTemplateSpecification),
  ];
  for (const specification of specified) if (specification) await requireTemplate(world, call, specification);
  const group: Group = {
    name,
    arn,
    configurationName,
    template,
    mixed,
    tags: (call.input.Tags ?? []).map(({ Key, Value = '', PropagateAtLaunch = false }: any) => ({
      Key,
      Value,
      PropagateAtLaunch,
    })),
    minimum: MinSize,
    maximum: MaxSize,
    desired: DesiredCapacity,
    instances: [],
    launched: 0,
    filling: false,
    refreshes: [],
    zones,
    createdAt: world.clock.now(),
  };
  region.groups.set(name, group);
  void fillGroup(world, region, group);
  return {};
}

/** Returns groups by name or all, a page of at most 100. */
export function describeGroups(region: AutoScalingRegion, call: Call): Record<string, any> {
  call.authorize('autoscaling:DescribeAutoScalingGroups', '*');
  const names: string[] | undefined = call.input.AutoScalingGroupNames;
  const chosen = [...region.groups.values()].filter(({ name }) => !names?.length || names.includes(name));
  const { items, NextToken } = describedPage(chosen, call.input);
  return { AutoScalingGroups: items.map(described), NextToken };
}

/** Adds or changes tags of groups. */
export function tagGroups(region: AutoScalingRegion, call: Call): Record<string, any> {
  for (const { ResourceId, Key, Value = '', PropagateAtLaunch = false } of call.input.Tags ?? []) {
    const group = requiredGroup(region, ResourceId);
    call.authorize('autoscaling:CreateOrUpdateTags', group.arn, groupContext(group));
    group.tags = [...group.tags.filter((tag) => tag.Key !== Key), { Key, Value, PropagateAtLaunch }];
  }
  return {};
}

/** Deletes a group; its instances too only with `ForceDelete`. */
export async function deleteGroup(world: World, region: AutoScalingRegion, call: Call): Promise<Record<string, any>> {
  const group = region.groups.get(call.input.AutoScalingGroupName);
  call.authorize('autoscaling:DeleteAutoScalingGroup', group?.arn ?? '*');
  if (!group) throw unknownGroup(call.input.AutoScalingGroupName);
  if (group.instances.length > 0 && !call.input.ForceDelete)
    throw new AwsError(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  region.groups.delete(group.name);
  await endInstances(world, region, group, group.instances);
  return {};
}

/** Returns the group of that name. Throws ValidationError without one. */
export function requiredGroup(region: AutoScalingRegion, name: string): Group {
  const group = region.groups.get(name);
  if (!group) throw unknownGroup(name);
  return group;
}

function unknownGroup(name: string): AwsError {
  return new AwsError('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
}

/** Returns the tags of a group as policies see them. */
export function groupContext({ tags }: Group): ConditionContext {
  return Object.fromEntries(
    tags.flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`autoscaling:ResourceTag/${Key}`, Value],
    ]),
  );
}

function described(group: Group): Record<string, any> {
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchConfigurationName: group.configurationName,
    LaunchTemplate: group.template,
    MixedInstancesPolicy: group.mixed,
    Tags: group.tags.map((tag) => ({ ...tag, ResourceId: group.name, ResourceType: 'auto-scaling-group' })),
    MinSize: group.minimum,
    MaxSize: group.maximum,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: group.zones,
    HealthCheckType: 'EC2',
    CreatedTime: new Date(group.createdAt),
    Instances: group.instances.map(({ id, type, zone, state, template }) => ({
      InstanceId: id,
      InstanceType: type,
      AvailabilityZone: zone,
      LifecycleState: state,
      HealthStatus: 'Healthy',
      LaunchTemplate: template,
      ProtectedFromScaleIn: false,
    })),
  };
}

async function requireTemplate(
  world: World,
  call: Call,
  { LaunchTemplateId, LaunchTemplateName, Version = '$Default' }: TemplateSpecification,
): Promise<void> {
  try {
    await world.call(call.principal, 'ec2', 'DescribeLaunchTemplateVersions', call.region, {
      LaunchTemplateId,
      LaunchTemplateName,
      Versions: [Version],
    });
  } catch (error) {
    throw error instanceof AwsError ? new AwsError('ValidationError', error.message) : error;
  }
}
