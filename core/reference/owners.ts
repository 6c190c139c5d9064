import { groupBy } from '../lib/group';
import { pluralize } from '../lib/pluralize';

/** The kinds of resources whose owners are told. */
export const ownedKinds = ['instance', 'launch-template', 'auto-scaling-group'] as const;

/** A resource that uses an image; without `owner` it does not have the tag that names one. */
export interface ImageUse {
  ami_id: string;
  region: string;
  kind: (typeof ownedKinds)[number];
  name: string;
  detail?: string;
  owner?: string;
}

/** What one owner uses; without `owner`, what has none. */
export interface OwnerUse {
  owner?: string;
  uses: ImageUse[];
}

/** Returns the uses by owner, each use once: owners by name, and last what has no owner. */
export function usesByOwner(uses: readonly ImageUse[]): OwnerUse[] {
  const keyOf = ({ region, ami_id, kind, name }: ImageUse): string => [region, ami_id, kind, name].join(' ');
  const distinct = [...new Map(uses.map((use) => [keyOf(use), use])).values()];
  const owned = [...groupBy(distinct, ({ owner }) => owner)].map(([owner, own]): OwnerUse => ({
    ...(owner !== undefined && { owner }),
    uses: own.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
  }));
  return owned.sort((one, other) => {
    if (one.owner === undefined || other.owner === undefined) return one.owner === undefined ? 1 : -1;
    return one.owner < other.owner ? -1 : 1;
  });
}

// A sentence names so many; the event has all.
const mostNamed = 5;

/** Returns uses as a sentence names them: `instance i-1 in us-east-1, and 3 more`. */
export function namesOfUses(uses: readonly Pick<ImageUse, 'kind' | 'name' | 'region'>[]): string {
  const named = uses
    .slice(0, mostNamed)
    .map(({ kind, name, region }) => `${kind.replaceAll('-', ' ')} ${name} in ${region}`);
  const more = uses.length - named.length;
  return [named.join(', '), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** Returns the line of the night's report about what one owner uses. `why` says what is wrong with an image. */
export function ownerLine({ owner, uses }: OwnerUse, why: (use: ImageUse) => string): string {
  const reasons = [...new Set(uses.map(why))].join('; ');
  return `${owner ?? 'without an owner'}: ${pluralize(uses.length, 'resource')} (${namesOfUses(uses)}) with ${reasons}`;
}

interface Counts {
  critical?: number;
  high?: number;
}

/** Returns whether there are more critical or high findings than before: "a new finding". */
export function hasNewFindings(from: Counts | null | undefined, to: Counts | null | undefined): boolean {
  const more = (level: keyof Counts): boolean => (to?.[level] ?? 0) > (from?.[level] ?? 0);
  return more('critical') || more('high');
}
