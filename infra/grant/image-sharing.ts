import { sharedTagKeys } from '../../core/sharing/plan';
import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { ec2Arn, ofDeployment } from './form';

/** Reads with whom snapshots are shared. */
export const readSnapshotShares: Granting = () => [
  { actions: ['ec2:DescribeSnapshotAttribute'], resources: [ec2Arn('snapshot')] },
];

/**
 * Says who else may launch published images of this deployment and make volumes of their snapshots, and tells the
 * recipients what they are.
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

/** Reads whether the account blocks public images and snapshots; IAM knows no resource of these. */
export const readPublicAccess: Granting = () => [
  { actions: ['ec2:GetImageBlockPublicAccessState', 'ec2:GetSnapshotBlockPublicAccessState'], resources: ['*'] },
];
