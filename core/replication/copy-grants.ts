import type { Image, LaunchPermission, CopyGrant, Share } from '../model/image';

/** Who holds a loan: a copy of a run, told from the run's others by its place. */
export function holderOf(buildId: string, { account, region }: { account: string; region: string }): string {
  return `${buildId}/${account}/${region}`;
}

/**
 * The loans with one more: the account may copy the image until that time, for this holder. Asked again, the holder
 * keeps its beginning.
 */
export function withCopyGrant(
  loans: readonly CopyGrant[],
  { account, holder }: Pick<CopyGrant, 'account' | 'holder'>,
  until: Date,
  now: Date,
): CopyGrant[] {
  const known = loans.find((loan) => loan.holder === holder);
  return [
    ...loans.filter((loan) => loan !== known),
    { account, holder, since: known?.since ?? now.toISOString(), until: until.toISOString() },
  ];
}

/** The loans with that of a holder ended: it stays until EC2 has taken it back too. */
export function withoutCopyGrant(loans: readonly CopyGrant[], holder: string, now: Date): CopyGrant[] {
  return loans.map((loan) => (loan.holder === holder ? { ...loan, until: now.toISOString() } : loan));
}

/**
 * Who may launch an image without those that only borrow it: what a revocation gives back must not outlast their
 * copies.
 */
export function withoutGrantees(
  permissions: readonly LaunchPermission[],
  { shares = [], loans = [] }: Pick<Image, 'shares' | 'loans'>,
): LaunchPermission[] {
  const borrows = (account: string) =>
    loans.some((loan) => loan.account === account) && !shares.some(({ id }) => id === account);
  return permissions.filter(({ user_id }) => user_id === undefined || !borrows(user_id));
}

/**
 * What is wanted of an image's sharing, its loans included. "A loan ends for an account with its last holder", and it
 * leaves what was shared anyway: who may launch only, may copy while it is lent.
 */
export function sharesWithCopyGrants(shares: readonly Share[], loans: readonly CopyGrant[]): Share[] {
  return [
    ...shares,
    ...loans.map(({ account, since, until, holder }): Share => ({
      kind: 'account',
      id: account,
      copyable: true,
      since,
      until,
      by: holder,
    })),
  ];
}
