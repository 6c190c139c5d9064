import { sharedKeyOperations } from '../../core/key-sharing';
import type { Granting } from './grant';
import { anywhere } from './grant';

const withSigningKey =
  (action: 'kms:Sign' | 'kms:Verify'): Granting =>
  (names) => [{ actions: [action], resources: [anywhere('kms', 'key/*')], conditions: { StringEquals: { 'kms:RequestAlias': names.signingKey } } }];

/** Signs with the deployment's key, asked for by its alias. The key's own policy lets one function alone. */
export const signProvenance = withSigningKey('kms:Sign');

/** Lets other accounts use the keys of images that are shared with them, no more than they need, and ends that; a key's own policy may forbid it. */
export const grantKeys: Granting = () => [
  {
    actions: ['kms:CreateGrant'],
    resources: [anywhere('kms', 'key/*')],
    conditions: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': [...sharedKeyOperations] }, Null: { 'kms:GrantOperations': 'false' } },
  },
  { actions: ['kms:ListGrants', 'kms:RevokeGrant'], resources: [anywhere('kms', 'key/*')] },
];

const byEc2 = { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } };

/** Lets EC2, and nobody else, use the account's keys for volumes and snapshots of this function's calls; which keys, their own policies say. */
export const useKeysByEc2: Granting = () => [
  {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resources: [anywhere('kms', 'key/*')],
    conditions: byEc2,
  },
  { actions: ['kms:CreateGrant'], resources: [anywhere('kms', 'key/*')], conditions: { ...byEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
];

/** Reads of the account's keys what they are and who manages them; a key's own policy may forbid it. */
export const describeKeys: Granting = () => [{ actions: ['kms:DescribeKey'], resources: [anywhere('kms', 'key/*')] }];

/** Verifies signatures of the deployment's key. */
export const verifyProvenance = withSigningKey('kms:Verify');
