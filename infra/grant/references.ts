import { tagKeys } from '../../core/tags';
import { anywhere, ec2Arn, type Granting } from './form';

/**
 * Reads what uses images. DescribeImageReferences reads templates, parameters and recipes with the caller's permissions
 * (EC2 user guide, "Identify your resources referencing specified AMIs"), so those are included.
 */
export const readImageUse: Granting = () => [
  {
    actions: [
      'ec2:DescribeImageReferences',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeLaunchTemplateVersions',
      'ssm:DescribeParameters',
      'imagebuilder:ListImageRecipes',
      'imagebuilder:ListContainerRecipes',
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeLaunchConfigurations',
    ],
    resources: ['*'],
  },
  { actions: ['ssm:GetParameters'], resources: [anywhere('ssm', 'parameter/*')] },
  { actions: ['imagebuilder:GetContainerRecipe'], resources: [anywhere('imagebuilder', 'container-recipe/*')] },
];

/** Reads the instances, launch templates and Auto Scaling groups that use images. */
export const readLaunchSources: Granting = () => [
  {
    actions: [
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeLaunchTemplateVersions',
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeLaunchConfigurations',
    ],
    resources: ['*'],
  },
];

/** Reads the launch permissions of images. */
export const readLaunchPermissions: Granting = () => [
  { actions: ['ec2:DescribeImageAttribute'], resources: [ec2Arn('image')] },
];

/** Requests and reads reports of the accounts that use this deployment's images. */
export const reportUsage: Granting = (names) => [
  {
    actions: ['ec2:CreateImageUsageReport'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } },
  },
  { actions: ['ec2:CreateImageUsageReport'], resources: [ec2Arn('image-usage-report')] },
  { actions: ['ec2:DescribeImageUsageReports', 'ec2:DescribeImageUsageReportEntries'], resources: ['*'] },
];
