import { Aws } from 'aws-cdk-lib';
import { sharedKeyOperations } from '../../core/sharing/keys';
import type { Grant, Granting } from './form';
import { anywhere } from './form';

const withSigningKey =
  (action: 'kms:Sign' | 'kms:Verify'): Granting =>
  (names) => [
    {
      actions: [action],
      resources: [anywhere('kms', 'key/*')],
      conditions: { StringEquals: { 'kms:RequestAlias': names.signingKey } },
    },
  ];

/** Signs with the deployment's key by its alias. The key's own policy allows only one function. */
export const signProvenance = withSigningKey('kms:Sign');

/**
 * Grants other accounts the minimal use of the keys of images shared with them, and revokes it. A key's own policy can
 * forbid it.
 */
export const grantKeys: Granting = () => [
  {
    actions: ['kms:CreateGrant'],
    resources: [anywhere('kms', 'key/*')],
    conditions: {
      'ForAllValues:StringEquals': { 'kms:GrantOperations': [...sharedKeyOperations] },
      Null: { 'kms:GrantOperations': 'false' },
    },
  },
  { actions: ['kms:ListGrants', 'kms:RevokeGrant'], resources: [anywhere('kms', 'key/*')] },
];

const byEc2 = { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } };

const usedByEc2 = (keys: string): Grant[] => [
  {
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    resources: [keys],
    conditions: byEc2,
  },
  {
    actions: ['kms:CreateGrant'],
    resources: [keys],
    conditions: { ...byEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
];

/**
 * Lets EC2 alone use the account's keys for volumes and snapshots in calls of this function. The keys' own policies
 * decide which.
 */
export const useKeysByEc2: Granting = () => usedByEc2(anywhere('kms', 'key/*'));

/** Lets EC2 use keys of the home account, whose snapshots a member account copies. */
export const useHomeKeysByEc2: Granting = (_names, { home_account }) =>
  usedByEc2(`arn:${Aws.PARTITION}:kms:*:${home_account}:key/*`);

/** Reads descriptions of the account's keys. A key's own policy can forbid it. */
export const describeKeys: Granting = () => [{ actions: ['kms:DescribeKey'], resources: [anywhere('kms', 'key/*')] }];

/** Verifies signatures of the deployment's key. */
export const verifyProvenance = withSigningKey('kms:Verify');
