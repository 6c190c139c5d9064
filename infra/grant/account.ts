import { spotRole } from '../../core/doctor/spot';
import type { Granting } from './form';
import { anywhere } from './form';

/** Simulates the permissions of this deployment's roles with IAM. */
export const simulatePolicies: Granting = (names) => [
  { actions: ['iam:SimulatePrincipalPolicy'], resources: [names.roleArn(names.global('*'))] },
];

/** Lists the retention rules of the Recycle Bin. IAM has no resource type for that. */
export const readRetentionRules: Granting = () => [{ actions: ['rbin:ListRules'], resources: ['*'] }];

/** Reads whether the account has the service-linked role for Spot Instances. */
export const readSpotRole: Granting = (names) => [
  { actions: ['iam:GetRole'], resources: [names.roleArn(spotRole.path)] },
];

/**
 * Reads Allowed AMIs, and which instances were launched from images that it refuses. IAM has no resource type for
 * that.
 */
export const readAllowedImages: Granting = () => [
  { actions: ['ec2:GetAllowedImagesSettings', 'ec2:DescribeInstanceImageMetadata'], resources: ['*'] },
];

/** Sets Allowed AMIs of the account. IAM has no resource type for that. */
export const setAllowedImages: Granting = () => [
  {
    actions: [
      'ec2:ReplaceImageCriteriaInAllowedImagesSettings',
      'ec2:EnableAllowedImagesSettings',
      'ec2:DisableAllowedImagesSettings',
    ],
    resources: ['*'],
  },
];

/** Reads the network of builders. */
export const describeNetwork: Granting = () => [
  {
    actions: [
      'ec2:DescribeSubnets',
      'ec2:DescribeRouteTables',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeSecurityGroups',
    ],
    resources: ['*'],
  },
];

/** Reads quotas of EC2 and Lambda. */
export const readQuotas: Granting = () => [
  {
    actions: ['servicequotas:GetServiceQuota'],
    resources: [anywhere('servicequotas', 'ec2/*'), anywhere('servicequotas', 'lambda/*')],
  },
  { actions: ['servicequotas:GetAWSDefaultServiceQuota'], resources: ['*'] },
];

/** Reads whether schedules and rules are enabled. */
export const readTriggers: Granting = (names) => [
  { actions: ['scheduler:GetSchedule'], resources: [anywhere('scheduler', `schedule/default/${names.prefixed('*')}`)] },
  { actions: ['events:DescribeRule'], resources: [anywhere('events', `rule/${names.prefixed('*')}`)] },
];
