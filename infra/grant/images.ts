import { fixedTagKeys } from '../../core/catalog/shared-snapshots';
import { deprecationKeys } from '../../core/image/deprecation';
import { identityKeys } from '../../core/catalog/tag-repair';
import { restoredKeys } from '../../core/image/revocation';
import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { ec2Arn, ofDeployment } from './form';

/** Removes images and snapshots that are candidates of this deployment. Published images are excluded. */
export const removeCandidates: Granting = (names) => [
  {
    actions: ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      StringEquals: { ...ofDeployment(names.deployment), [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' },
    },
  },
];

/**
 * Publishes candidates of this deployment: the state tag can only become `published`. A published image can be tagged
 * again, because a step is repeated when its answer is lost.
 */
export const publishImages: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      StringEquals: {
        ...ofDeployment(names.deployment),
        [`aws:ResourceTag/${tagKeys.state}`]: ['candidate', 'published'],
        [`aws:RequestTag/${tagKeys.state}`]: 'published',
      },
      'ForAllValues:StringEquals': {
        'aws:TagKeys': [tagKeys.state, tagKeys.ttlDeadline, tagKeys.consistency, tagKeys.deregistrationProtection],
      },
    },
  },
];

/** Specifies IMDSv2 in candidates of this deployment. No document lists the values of `ec2:Attribute`. */
export const specifyImdsV2: Granting = (names) => [
  {
    actions: ['ec2:ModifyImageAttribute'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: { ...ofDeployment(names.deployment), [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' },
    },
  },
];

/** Restricts the instance types that images of this deployment are launched on. */
export const restrictLaunchTypes: Granting = (names) => [
  {
    actions: ['ec2:ReplaceImageInstanceTypeSpecification'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
];

/** Moves `spawn:latest` between images of this deployment. */
export const markLatest: Granting = (names) => [
  {
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.latest] },
    },
  },
];

/** Sets the deprecation tags of this deployment's images. */
export const markDeprecated: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...deprecationKeys] },
    },
  },
];

/** Sets EC2's deprecation time of this deployment's images. */
export const dateDeprecation: Granting = (names) => [
  {
    actions: ['ec2:EnableImageDeprecation'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
];

/** Makes EC2 refuse to deregister images of this deployment. */
export const protectImages: Granting = (names) => [
  {
    actions: ['ec2:EnableImageDeregistrationProtection'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
];

/**
 * Disables and enables images of this deployment, changes their launch permissions, sets the tags of a revocation, and
 * removes those of a schedule.
 */
export const revokeImages: Granting = (names) => [
  {
    actions: ['ec2:DisableImage', 'ec2:EnableImage', 'ec2:DescribeImageAttribute', 'ec2:ModifyImageAttribute'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
  {
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...restoredKeys] },
    },
  },
];

/** Deprecates images of this deployment and ends their deprecation. */
export const deprecateImages: Granting = (names, settings) => [
  ...markDeprecated(names, settings),
  {
    actions: ['ec2:DeleteTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...deprecationKeys] },
    },
  },
  {
    actions: ['ec2:EnableImageDeprecation', 'ec2:DisableImageDeprecation'],
    resources: [ec2Arn('image')],
    conditions: { StringEquals: ofDeployment(names.deployment) },
  },
];

/** Changes the tags of this deployment's published images, except those that decide about permissions. */
export const tagPublished: Granting = (names) => [
  {
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      StringEquals: { ...ofDeployment(names.deployment), [`aws:ResourceTag/${tagKeys.state}`]: 'published' },
      'ForAllValues:StringNotEquals': { 'aws:TagKeys': fixedTagKeys },
    },
  },
];

/**
 * Restores the three tags that identify this deployment's published images. Candidates are excluded, but for those
 * without a deadline: an image that is tagged as a candidate and has none was published, or was made elsewhere.
 */
export const repairIdentity: Granting = (names) => {
  const identity = {
    [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment,
    [`aws:RequestTag/${tagKeys.managed}`]: 'true',
    [`aws:RequestTag/${tagKeys.state}`]: 'published',
  };
  const state = `aws:ResourceTag/${tagKeys.state}`;
  const nothingElse = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.managed, tagKeys.deployment, tagKeys.state] },
  };
  const common = { actions: ['ec2:CreateTags'], resources: [ec2Arn('image'), ec2Arn('snapshot')] };
  return [
    {
      ...common,
      conditions: {
        StringEquals: { ...ofDeployment(names.deployment), ...identity },
        StringNotEquals: { [state]: 'candidate' },
        ...nothingElse,
      },
    },
    {
      ...common,
      conditions: {
        // Without the state it would allow the same. It keeps the statements apart: the doctor asks for each.
        StringEquals: { ...ofDeployment(names.deployment), ...identity, [state]: 'candidate' },
        StringEqualsIfExists: { [`aws:ResourceTag/${tagKeys.ttlDeadline}`]: 'never' },
        ...nothingElse,
      },
    },
    // Without the deployment's tag, only the catalog knows the owner.
    {
      ...common,
      conditions: {
        Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' },
        StringEquals: identity,
        StringNotEquals: { [state]: 'candidate' },
        ...nothingElse,
      },
    },
  ];
};

/** Restores stack, version and variant of this deployment's published images. */
export const repairIdentityTags: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image')],
    conditions: {
      StringEquals: ofDeployment(names.deployment),
      StringNotEquals: { [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...identityKeys] },
    },
  },
];

/** Brings images without a deployment's tag under management of this deployment, as published. */
export const adoptImages: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' },
      StringEquals: {
        [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment,
        [`aws:RequestTag/${tagKeys.managed}`]: 'true',
        [`aws:RequestTag/${tagKeys.state}`]: 'published',
      },
    },
  },
];

/**
 * Copies images between regions. Copies are created as candidates of this deployment. IAM has no condition on the
 * source; the code checks it.
 */
export const copyImages: Granting = (names) => [
  { actions: ['ec2:CopyImage'], resources: [ec2Arn('image'), ec2Arn('snapshot')] },
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      StringEquals: {
        'ec2:CreateAction': 'CopyImage',
        [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment,
        [`aws:RequestTag/${tagKeys.state}`]: 'candidate',
      },
    },
  },
];
