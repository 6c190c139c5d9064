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

/** Signs with the deployment's key, asked for by its alias. The key's own policy lets one function alone. */
export const signProvenance = withSigningKey('kms:Sign');

/**
 * Lets other accounts use the keys of images that are shared with them, no more than they need, and ends that; a key's
 * own policy may forbid it.
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
 * Lets EC2, and nobody else, use the account's keys for volumes and snapshots of this function's calls; which keys,
 * their own policies say.
 */
export const useKeysByEc2: Granting = () => usedByEc2(anywhere('kms', 'key/*'));

/** The same for keys of the home account, whose snapshots a member account copies. */
export const useHomeKeysByEc2: Granting = (_names, { home_account }) =>
  usedByEc2(`arn:${Aws.PARTITION}:kms:*:${home_account}:key/*`);

/** Reads of the account's keys what they are and who manages them; a key's own policy may forbid it. */
export const describeKeys: Granting = () => [{ actions: ['kms:DescribeKey'], resources: [anywhere('kms', 'key/*')] }];

/** Verifies signatures of the deployment's key. */
export const verifyProvenance = withSigningKey('kms:Verify');
