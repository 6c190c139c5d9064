import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { anywhere, ec2Arn } from './form';

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

/** Sets the mark of a cleanup, on images of this deployment and on what carries no deployment's tag. */
export const markForCleanup = tagging('ec2:CreateTags');

/** Takes the mark of a cleanup back. */
export const unmarkForCleanup = tagging('ec2:DeleteTags');

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
 * Disables images that a cleanup has marked, of this deployment or of none, so that nobody launches them after the last
 * look, and makes those that stay as they were.
 */
export const disableMarked: Granting = (names) =>
  onMarked(names, ['ec2:DisableImage', 'ec2:EnableImage', 'ec2:ModifyImageAttribute']);

/** Makes marked images that a cleanup has disabled as they were. */
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

/** Looks at the records that EC2 Image Builder keeps of its images, and deletes those of images that are gone. */
export const freeRecords: Granting = () => [
  { actions: ['imagebuilder:GetImage', 'imagebuilder:DeleteImage'], resources: [anywhere('imagebuilder', 'image/*')] },
];

/** Removes images and snapshots that carry no deployment's tag, once a cleanup has marked them. */
export const cleanupUnmanaged: Granting = () => [
  {
    actions: ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: { ...ofNoDeployment, ...marked },
  },
];
