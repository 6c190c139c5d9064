import {
  CancelInstanceRefresh$,
  CreateOrUpdateTags$,
  DescribeInstanceRefreshes$,
  RollbackInstanceRefresh$,
  StartInstanceRefresh$,
  CreateAutoScalingGroup$,
  CreateLaunchConfiguration$,
  DeleteAutoScalingGroup$,
  DeleteLaunchConfiguration$,
  DescribeAutoScalingGroups$,
  DescribeLaunchConfigurations$,
} from '@aws-sdk/client-auto-scaling';

export const autoScalingNamespace = 'http://autoscaling.amazonaws.com/doc/2011-01-01/';

/** The SDK's runtime schemas of the operations that are simulated. */
export const autoScalingSchemas = {
  CancelInstanceRefresh: CancelInstanceRefresh$,
  CreateOrUpdateTags: CreateOrUpdateTags$,
  DescribeInstanceRefreshes: DescribeInstanceRefreshes$,
  RollbackInstanceRefresh: RollbackInstanceRefresh$,
  StartInstanceRefresh: StartInstanceRefresh$,
  CreateAutoScalingGroup: CreateAutoScalingGroup$,
  CreateLaunchConfiguration: CreateLaunchConfiguration$,
  DeleteAutoScalingGroup: DeleteAutoScalingGroup$,
  DeleteLaunchConfiguration: DeleteLaunchConfiguration$,
  DescribeAutoScalingGroups: DescribeAutoScalingGroups$,
  DescribeLaunchConfigurations: DescribeLaunchConfigurations$,
};
