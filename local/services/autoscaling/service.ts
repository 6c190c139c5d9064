import { uuid } from '../../kernel/random';
import { createService, type OperationService } from '../../kernel/service';
import { AwsError, type Call, type World } from '../../kernel/types';
import { createGroup, deleteGroup, describeGroups, tagGroups } from './groups';
import type { AutoScalingRegion } from './model';
import { describedPage } from './pages';
import { cancelRefresh, describeRefreshes, rollBackRefresh, startRefresh } from './refreshes';

/**
 * Creates EC2 Auto Scaling, with what uses images: launch configurations, groups with their instances, and instance
 * refreshes.
 */
export function createAutoScaling(world: World): OperationService {
  const regions = new Map<string, AutoScalingRegion>();
  const regionOf = ({ region }: Call): AutoScalingRegion => {
    const known = regions.get(region) ?? { name: region, groups: new Map(), configurations: new Map() };
    regions.set(region, known);
    return known;
  };
  return createService('autoscaling', {
    CreateLaunchConfiguration: {
      parameters: ['LaunchConfigurationName', 'ImageId', 'InstanceType'],
      run: (call) => createConfiguration(world, regionOf(call), call),
    },
    DescribeLaunchConfigurations: {
      parameters: ['LaunchConfigurationNames', 'MaxRecords', 'NextToken'],
      run: (call) => describeConfigurations(regionOf(call), call),
    },
    DeleteLaunchConfiguration: {
      parameters: ['LaunchConfigurationName'],
      run: (call) => deleteConfiguration(regionOf(call), call),
    },
    CreateAutoScalingGroup: {
      parameters: [
        'AutoScalingGroupName',
        'LaunchConfigurationName',
        'LaunchTemplate',
        'MixedInstancesPolicy',
        'MinSize',
        'MaxSize',
        'DesiredCapacity',
        'AvailabilityZones',
        'Tags',
      ],
      run: (call) => createGroup(world, regionOf(call), call),
    },
    DescribeAutoScalingGroups: {
      parameters: ['AutoScalingGroupNames', 'MaxRecords', 'NextToken'],
      run: (call) => describeGroups(regionOf(call), call),
    },
    DeleteAutoScalingGroup: {
      parameters: ['AutoScalingGroupName', 'ForceDelete'],
      run: (call) => deleteGroup(world, regionOf(call), call),
    },
    CreateOrUpdateTags: { parameters: ['Tags'], run: (call) => tagGroups(regionOf(call), call) },
    StartInstanceRefresh: {
      parameters: ['AutoScalingGroupName', 'Strategy', 'Preferences'],
      run: (call) => startRefresh(world, regionOf(call), call),
    },
    CancelInstanceRefresh: {
      parameters: ['AutoScalingGroupName'],
      run: (call) => cancelRefresh(regionOf(call), call),
    },
    RollbackInstanceRefresh: {
      parameters: ['AutoScalingGroupName'],
      run: (call) => rollBackRefresh(regionOf(call), call),
    },
    DescribeInstanceRefreshes: {
      parameters: ['AutoScalingGroupName', 'InstanceRefreshIds', 'MaxRecords', 'NextToken'],
      run: (call) => describeRefreshes(regionOf(call), call),
    },
  });
}

function createConfiguration(world: World, region: AutoScalingRegion, call: Call): Record<string, any> {
  const { LaunchConfigurationName: name, ImageId: imageId, InstanceType: instanceType } = call.input;
  const arn = `arn:aws:autoscaling:${call.region}:${world.accountId}:launchConfiguration:${uuid(world.random)}:launchConfigurationName/${name}`;
  call.authorize('autoscaling:CreateLaunchConfiguration', arn, {
    'autoscaling:ImageId': imageId,
    'autoscaling:InstanceType': instanceType,
  });
  if (region.configurations.has(name))
    throw new AwsError(
      'AlreadyExists',
      `Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`,
    );
  if (!imageId || !instanceType)
    throw new AwsError('ValidationError', 'Valid requests must contain an ImageId and an InstanceType.');
  region.configurations.set(name, { name, arn, imageId, instanceType, createdAt: world.clock.now() });
  return {};
}

function describeConfigurations(region: AutoScalingRegion, call: Call): Record<string, any> {
  call.authorize('autoscaling:DescribeLaunchConfigurations', '*');
  const names: string[] | undefined = call.input.LaunchConfigurationNames;
  const chosen = [...region.configurations.values()].filter(({ name }) => !names?.length || names.includes(name));
  const { items, NextToken } = describedPage(chosen, call.input);
  const described = items.map(({ name, arn, imageId, instanceType, createdAt }) => ({
    LaunchConfigurationName: name,
    LaunchConfigurationARN: arn,
    ImageId: imageId,
    InstanceType: instanceType,
    CreatedTime: new Date(createdAt),
  }));
  return { LaunchConfigurations: described, NextToken };
}

function deleteConfiguration(region: AutoScalingRegion, call: Call): Record<string, any> {
  const configuration = region.configurations.get(call.input.LaunchConfigurationName);
  call.authorize('autoscaling:DeleteLaunchConfiguration', configuration?.arn ?? '*');
  if (!configuration)
    throw new AwsError(
      'ValidationError',
      `Launch configuration name not found - Launch configuration ${call.input.LaunchConfigurationName} not found`,
    );
  if ([...region.groups.values()].some(({ configurationName }) => configurationName === configuration.name)) {
    throw new AwsError(
      'ResourceInUse',
      `Cannot delete launch configuration ${configuration.name} because it is attached to an AutoScalingGroup`,
    );
  }
  region.configurations.delete(configuration.name);
  return {};
}
