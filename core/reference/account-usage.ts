import type { Image } from '../model/image';
import type { ImageReference, UnreadReferences } from '../model/reference';

const day = 86_400_000;

/**
 * EC2's usage report about one of our images in other accounts, as stored in the catalog: the newest report, and the id
 * of the one in progress.
 */
export interface AccountUsage {
  ami_id: string;
  region: string;
  /** The report in progress. */
  report_id?: string;
  requested_at?: string;
  /** When the newest stored report was created. */
  reported_at?: string;
  accounts: { account_id: string; resource_type: string; count: number }[];
}

// EC2 keeps a report for 30 days. Its data are up to a day old for instances, and some days for templates (EC2 user
// guide, "View your AMI usage").
const freshFor = 7 * day;
const renewedAfter = 6 * day;
const givenUpAfter = 2 * day;

/** Returns whether the catalog has shares of an image with others. */
export function isShared({ shares }: Pick<Image, 'shares'>): boolean {
  return shares !== undefined && shares.length > 0;
}

/**
 * Returns what the nightly run does about the report of a shared image: `look` at the one in progress, `ask` for
 * another, or `nothing`.
 */
export function nextForReport(known: AccountUsage | undefined, now: Date): 'look' | 'ask' | 'nothing' {
  if (known?.report_id !== undefined && ageOf(known.requested_at, now) < givenUpAfter) return 'look';
  return ageOf(known?.reported_at, now) < renewedAfter ? 'nothing' : 'ask';
}

/**
 * Returns how other accounts use shared images, from reports of the last seven days. An image with an older report or
 * none is unread. Uses in our own account are read elsewhere.
 */
export function accountReferences(
  region: string,
  shared: readonly string[],
  reports: readonly AccountUsage[],
  own: string,
  now: Date,
): { references: ImageReference[]; unread: UnreadReferences[] } {
  const byImage = new Map(reports.map((report) => [report.ami_id, report]));
  const isFresh = (id: string): boolean => ageOf(byImage.get(id)?.reported_at, now) <= freshFor;
  const stale = shared.filter((id) => !isFresh(id));
  const references = shared.filter(isFresh).flatMap((id) => {
    const { accounts = [], reported_at } = byImage.get(id) ?? {};
    return accounts
      .filter(({ account_id }) => account_id !== own)
      .map(({ account_id, resource_type, count }): ImageReference => ({
        ami_id: id,
        region,
        kind: 'account',
        name: account_id,
        detail: `${count} × ${resource_type}, as of ${reported_at}`,
      }));
  });
  const reason =
    'it is shared, and there is no usage report of the last seven days; the nightly run requests one from EC2';
  return { references, unread: stale.length === 0 ? [] : [{ region, kind: 'account', reason, ami_ids: stale }] };
}

function ageOf(time: string | undefined, now: Date): number {
  return time === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(time);
}
