import { spotRole } from '../../core/doctor/spot';
import type { Granting } from './form';
import { anywhere } from './form';

/** Asks IAM's simulation what the roles of this deployment may do. */
export const simulatePolicies: Granting = (names) => [
  { actions: ['iam:SimulatePrincipalPolicy'], resources: [names.roleArn(names.global('*'))] },
];

/** Looks whether the account has the service-linked role of spot. */
export const readSpotRole: Granting = (names) => [
  { actions: ['iam:GetRole'], resources: [names.roleArn(spotRole.path)] },
];

/** Looks at the network of builders. */
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

/** Reads EC2's quotas. */
export const readQuotas: Granting = () => [
  { actions: ['servicequotas:GetServiceQuota'], resources: [anywhere('servicequotas', 'ec2/*')] },
  { actions: ['servicequotas:GetAWSDefaultServiceQuota'], resources: ['*'] },
];

/** Reads whether what runs by the clock or by events is on. */
export const readTriggers: Granting = (names) => [
  { actions: ['scheduler:GetSchedule'], resources: [anywhere('scheduler', `schedule/default/${names.prefixed('*')}`)] },
  { actions: ['events:DescribeRule'], resources: [anywhere('events', `rule/${names.prefixed('*')}`)] },
];
