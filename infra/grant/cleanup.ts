import { revocationKeys } from '../../core/image/revocation';
import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { anywhere, ec2Arn, ofDeployment } from './form';

const marked = { StringLike: { [`aws:ResourceTag/${tagKeys.cleanupMarked}`]: '*' } };
const ofNoDeployment = { Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' } };
const onlyTheMark = { 'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.cleanupMarked] } };

const tagging =
  (action: 'ec2:CreateTags' | 'ec2:DeleteTags'): Granting =>
  (names) => [
    {
      actions: [action],
      resources: [ec2Arn('image')],
      conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment }, ...onlyTheMark },
    },
    {
      actions: [action],
      resources: [ec2Arn('image'), ec2Arn('snapshot')],
      conditions: { ...ofNoDeployment, ...onlyTheMark },
    },
  ];

/** Sets the mark of a cleanup on images of this deployment and on resources without a deployment's tag. */
export const markForCleanup = tagging('ec2:CreateTags');

/** Removes the mark of a cleanup. */
export const unmarkForCleanup = tagging('ec2:DeleteTags');

/** Removes the mark of a cleanup from images of this deployment. */
export const unmarkOwn: Granting = (names, settings) => unmarkForCleanup(names, settings).slice(0, 1);

/** Disables images of this deployment as a revocation, which it may not undo. */
export const disableScheduled: Granting = (names) => [
  {
    actions: ['ec2:DisableImage', 'ec2:DescribeImageAttribute'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...revocationKeys] },
    },
  },
];

/** Says on snapshots of this deployment since when they have no image. */
export const markOrphans: Granting = (names) => [
  {
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    resources: [ec2Arn('snapshot')],
    conditions: {
      StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.orphanedSince] },
    },
  },
];

/** Removes published images of this deployment that a cleanup has marked, and snapshots of this deployment. */
export const cleanupPublished: Granting = (names) => [
  {
    actions: ['ec2:DeregisterImage'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment }, ...marked },
  },
  {
    actions: ['ec2:DeleteSnapshot'],
    resources: [ec2Arn('snapshot')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } },
  },
];

/**
 * Disables marked images of this deployment or of none, so that they cannot be launched after the last check, and
 * restores those that stay.
 */
export const disableMarked: Granting = (names) =>
  onMarked(names, ['ec2:DisableImage', 'ec2:EnableImage', 'ec2:ModifyImageAttribute']);

/** Lists the images of the Recycle Bin. IAM has no resource type for that. */
export const readBinnedImages: Granting = () => [{ actions: ['ec2:ListImagesInRecycleBin'], resources: ['*'] }];

/** Restores images and snapshots of this deployment from the Recycle Bin. */
export const restoreFromBin: Granting = (names, settings) => [
  ...readBinnedImages(names, settings),
  { actions: ['ec2:ListSnapshotsInRecycleBin'], resources: ['*'] },
  {
    actions: ['ec2:RestoreImageFromRecycleBin', 'ec2:RestoreSnapshotFromRecycleBin'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
];

/** Turns off the deregistration protection of marked images of this deployment. */
export const unprotectMarked: Granting = (names) => [
  {
    actions: ['ec2:DisableImageDeregistrationProtection'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment }, ...marked },
  },
];

/** Restores marked images that a cleanup has disabled. */
export const enableMarked: Granting = (names) => onMarked(names, ['ec2:EnableImage', 'ec2:ModifyImageAttribute']);

function onMarked(names: Parameters<Granting>[0], actions: string[]): ReturnType<Granting> {
  return [
    {
      actions,
      resources: [ec2Arn('image')],
      conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment }, ...marked },
    },
    { actions, resources: [ec2Arn('image')], conditions: { ...ofNoDeployment, ...marked } },
  ];
}

/** Reads EC2 Image Builder's records of images, and deletes records of removed images. */
export const freeRecords: Granting = () => [
  { actions: ['imagebuilder:GetImage', 'imagebuilder:DeleteImage'], resources: [anywhere('imagebuilder', 'image/*')] },
];

/** Removes images and snapshots without a deployment's tag that a cleanup has marked. */
export const cleanupUnmanaged: Granting = () => [
  {
    actions: ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: { ...ofNoDeployment, ...marked },
  },
];
