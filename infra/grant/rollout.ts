import { tagKeys } from '../../core/tags';
import { anywhere, ec2Arn, type Granting } from './form';

/** Reads launch templates and their versions. */
export const readTemplates: Granting = () => [
  { actions: ['ec2:DescribeLaunchTemplates', 'ec2:DescribeLaunchTemplateVersions'], resources: ['*'] },
];

/** Reads Auto Scaling groups. */
export const readGroups: Granting = () => [{ actions: ['autoscaling:DescribeAutoScalingGroups'], resources: ['*'] }];

/** Reads instance refreshes. */
export const readRefreshes: Granting = () => [{ actions: ['autoscaling:DescribeInstanceRefreshes'], resources: ['*'] }];

/** Makes versions of launch templates and sets their default, with the tag by which their owner allows it. */
export const moveTemplates: Granting = (names) => [
  {
    actions: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    resources: [ec2Arn('launch-template')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.rollout}`]: names.deployment } },
  },
];

/**
 * Starts instance refreshes of Auto Scaling groups, with the tag by which their owner allows it. Without a desired
 * configuration, Auto Scaling launches by its own role and does not ask for the caller's right to RunInstances.
 */
export const refreshGroups: Granting = (names) => [onGroups(names.deployment, 'StartInstanceRefresh')];

/** Cancels instance refreshes of the same groups. */
export const cancelRefreshes: Granting = (names) => [onGroups(names.deployment, 'CancelInstanceRefresh')];

function onGroups(deployment: string, action: string) {
  return {
    actions: [`autoscaling:${action}`],
    resources: [anywhere('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.rollout}`]: deployment } },
  };
}
