import { AwsError, type Call, type World } from '../../kernel/types';
import { uuid } from '../../kernel/random';
import type { AutoScalingRegion, Group, TemplateSpecification } from './model';
import { describedPage } from './pages';

/** Creates a group without instances. Local mode launches none, so a capacity above 0 is refused. */
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
  if (MinSize > 0 || DesiredCapacity > 0)
    throw new AwsError(
      'UnsupportedParameter',
      'autoscaling CreateAutoScalingGroup with a capacity above 0 is not simulated.',
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
  region.groups.set(name, {
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
    maximum: MaxSize,
    zones,
    createdAt: world.clock.now(),
  });
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

/** Deletes a group, which never has instances here. */
export function deleteGroup(region: AutoScalingRegion, call: Call): Record<string, any> {
  const group = region.groups.get(call.input.AutoScalingGroupName);
  call.authorize('autoscaling:DeleteAutoScalingGroup', group?.arn ?? '*');
  if (!group)
    throw new AwsError(
      'ValidationError',
      `AutoScalingGroup name not found - AutoScalingGroup '${call.input.AutoScalingGroupName}' not found`,
    );
  region.groups.delete(group.name);
  return {};
}

function described(group: Group): Record<string, any> {
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchConfigurationName: group.configurationName,
    LaunchTemplate: group.template,
    MixedInstancesPolicy: group.mixed,
    Tags: group.tags.map((tag) => ({ ...tag, ResourceId: group.name, ResourceType: 'auto-scaling-group' })),
    MinSize: 0,
    MaxSize: group.maximum,
    DesiredCapacity: 0,
    DefaultCooldown: 300,
    AvailabilityZones: group.zones,
    HealthCheckType: 'EC2',
    CreatedTime: new Date(group.createdAt),
    Instances: [],
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
