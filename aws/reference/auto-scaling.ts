import {
  DescribeAutoScalingGroupsCommand,
  DescribeLaunchConfigurationsCommand,
  type AutoScalingGroup,
  type LaunchTemplateSpecification,
} from '@aws-sdk/client-auto-scaling';
import type { LaunchConfiguration, ScalingGroup, TemplateUse } from '../../core/reference/launch-sources';
import { autoScaling } from '../client/clients';
import { everyPage } from '../client/pages';

// The largest page (API reference of Auto Scaling).
const pageSize = 100;

/**
 * Returns the Auto Scaling groups of a region, including empty ones, with everything that they launch from: all, or at
 * most 50 by name.
 */
export async function autoScalingGroups(region: string, names?: readonly string[]): Promise<ScalingGroup[]> {
  const found = await everyPage('DescribeAutoScalingGroups', async (token) => {
    const answer = await autoScaling(region).send(
      new DescribeAutoScalingGroupsCommand({
        ...(names && { AutoScalingGroupNames: [...names] }),
        MaxRecords: pageSize,
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.AutoScalingGroups, next: answer.NextToken };
  });
  return found.map(factsOf);
}

/** Returns all launch configurations of a region, used by a group or not. */
export async function launchConfigurations(region: string): Promise<LaunchConfiguration[]> {
  const found = await everyPage('DescribeLaunchConfigurations', async (token) => {
    const answer = await autoScaling(region).send(
      new DescribeLaunchConfigurationsCommand({ MaxRecords: pageSize, ...(token && { NextToken: token }) }),
    );
    return { items: answer.LaunchConfigurations, next: answer.NextToken };
  });
  return found.map(({ LaunchConfigurationName = '', ImageId = '' }) => ({
    name: LaunchConfigurationName,
    image_id: ImageId,
  }));
}

function factsOf({
  AutoScalingGroupName = '',
  DesiredCapacity = 0,
  LaunchConfigurationName,
  LaunchTemplate,
  MixedInstancesPolicy,
  Tags: tags = [],
}: AutoScalingGroup): ScalingGroup {
  const mixed = MixedInstancesPolicy?.LaunchTemplate;
  const overrides = mixed?.Overrides ?? [];
  const specified = [
    LaunchTemplate,
    mixed?.LaunchTemplateSpecification,
    ...overrides.map((override) => override.LaunchTemplateSpecification),
  ];
  return {
    name: AutoScalingGroupName,
    capacity: DesiredCapacity,
    ...(LaunchConfigurationName && { configuration: LaunchConfigurationName }),
    templates: specified.flatMap((specification) => (specification ? [useOf(specification)] : [])),
    image_ids: overrides.flatMap(({ ImageId }) => (ImageId ? [ImageId] : [])),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) }),
  };
}

/** Returns the template version that a group launches from; without a version, the default one. */
function useOf({ LaunchTemplateId, LaunchTemplateName, Version }: LaunchTemplateSpecification): TemplateUse {
  return {
    ...(LaunchTemplateId ? { id: LaunchTemplateId } : { name: LaunchTemplateName }),
    version: Version || '$Default',
  };
}
