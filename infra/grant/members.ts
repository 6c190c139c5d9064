import type { Granting } from './form';
import { readQuotas } from './account';
import { describe } from './flow';
import {
  copyImages,
  deprecateImages,
  publishImages,
  removeCandidates,
  restrictLaunchTypes,
  revokeImages,
  specifyImdsV2,
  tagPublished,
} from './images';
import { describeKeys, useHomeKeysByEc2, useKeysByEc2 } from './keys';

/** Assumes this deployment's role in each member account, and no other. */
export const actInMembers: Granting = (names, settings) =>
  settings.member_accounts.length === 0
    ? []
    : [
        {
          actions: ['sts:AssumeRole'],
          resources: settings.member_accounts.map((account) => names.memberRoleArn(account)),
        },
      ];

/**
 * Grants of the role in a member account: read its images and quotas, and create, tag, deprecate and revoke copies of
 * this deployment. Published copies cannot be removed.
 */
export const memberGrants: readonly Granting[] = [
  describe('Images', 'Snapshots'),
  readQuotas,
  copyImages,
  useKeysByEc2,
  useHomeKeysByEc2,
  describeKeys,
  publishImages,
  specifyImdsV2,
  restrictLaunchTypes,
  tagPublished,
  deprecateImages,
  revokeImages,
  removeCandidates,
];
