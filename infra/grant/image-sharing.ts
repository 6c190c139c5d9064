import { sharedTagKeys } from '../../core/sharing/plan';
import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { ec2Arn, ofDeployment } from './form';

/** Reads the sharing of snapshots. */
export const readSnapshotShares: Granting = () => [
  { actions: ['ec2:DescribeSnapshotAttribute'], resources: [ec2Arn('snapshot')] },
];

/**
 * Changes the launch permissions of this deployment's published images and the permissions of their snapshots, and sets
 * the tags that recipients see.
 */
export const shareImages: Granting = (names) => {
  const published = { ...ofDeployment(names.deployment), [`aws:ResourceTag/${tagKeys.state}`]: 'published' };
  return [
    {
      actions: ['ec2:DescribeImageAttribute'],
      resources: [ec2Arn('image')],
      conditions: { StringEquals: ofDeployment(names.deployment) },
    },
    { actions: ['ec2:ModifyImageAttribute'], resources: [ec2Arn('image')], conditions: { StringEquals: published } },
    {
      actions: ['ec2:ModifySnapshotAttribute'],
      resources: [ec2Arn('snapshot')],
      conditions: { StringEquals: published },
    },
    {
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      resources: [ec2Arn('image')],
      conditions: { StringEquals: published, 'ForAllValues:StringEquals': { 'aws:TagKeys': sharedTagKeys } },
    },
  ];
};

/** Reads whether the account blocks public images and snapshots. IAM has no resource type for these settings. */
export const readPublicAccess: Granting = () => [
  { actions: ['ec2:GetImageBlockPublicAccessState', 'ec2:GetSnapshotBlockPublicAccessState'], resources: ['*'] },
];
