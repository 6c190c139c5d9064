import type { Image, LaunchPermission, CopyGrant, Share } from '../model/image';

/** Returns the holder of a copy grant: a copy of a run, distinguished from the run's other copies by its location. */
export function holderOf(buildId: string, { account, region }: { account: string; region: string }): string {
  return `${buildId}/${account}/${region}`;
}

/**
 * Returns the copy grants with one more: the account may copy the image until that time, for this holder. A repeated
 * request keeps the beginning.
 */
export function withCopyGrant(
  grants: readonly CopyGrant[],
  { account, holder }: Pick<CopyGrant, 'account' | 'holder'>,
  until: Date,
  now: Date,
): CopyGrant[] {
  const known = grants.find((grant) => grant.holder === holder);
  return [
    ...grants.filter((grant) => grant !== known),
    { account, holder, since: known?.since ?? now.toISOString(), until: until.toISOString() },
  ];
}

/** Returns the copy grants with that of a holder ended: it stays in the record until EC2's permission is removed. */
export function withoutCopyGrant(grants: readonly CopyGrant[], holder: string, now: Date): CopyGrant[] {
  return grants.map((grant) => (grant.holder === holder ? { ...grant, until: now.toISOString() } : grant));
}

/**
 * Returns the launch permissions without those of copy grants: a permission that a restore sets again must not outlast
 * the copy.
 */
export function withoutGrantees(
  permissions: readonly LaunchPermission[],
  { shares = [], loans: grants = [] }: Pick<Image, 'shares' | 'loans'>,
): LaunchPermission[] {
  const hasOnlyGrant = (account: string) =>
    grants.some((grant) => grant.account === account) && !shares.some(({ id }) => id === account);
  return permissions.filter(({ user_id }) => user_id === undefined || !hasOnlyGrant(user_id));
}

/**
 * Returns the wanted shares including copy grants. An account keeps its permission until its last copy grant ends, and
 * a share of its own is not affected: an account that may only launch may copy while it has a grant.
 */
export function sharesWithCopyGrants(shares: readonly Share[], grants: readonly CopyGrant[]): Share[] {
  return [
    ...shares,
    ...grants.map(({ account, since, until, holder }): Share => ({
      kind: 'account',
      id: account,
      copyable: true,
      since,
      until,
      by: holder,
    })),
  ];
}
