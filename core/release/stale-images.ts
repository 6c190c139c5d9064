import { pluralize } from '../lib/pluralize';
import type { Image } from '../model/image';
import { findingsText, hasFindings, worstFindings, worstFirst } from '../model/findings';
import { isReleaseUsable, newestReleaseFirst, variantKeyOf, type Release } from './group';
import type { StackPolicy } from '../stack/policy';
import { tagKeys } from '../tags';
import { protects } from '../lib/text-boolean';
import { isUsable } from '../image/usability';
import { compareVersions } from '../lib/version';

/** A release that the nightly run deprecates: its usable images, the reason, and the replacement. */
export interface StaleRelease {
  release: Release;
  images: Image[];
  reason: string;
  replacement?: Release;
}

/** What the nightly run does with the releases of a stack; `kept` are stale too, but stay for the reason given. */
export interface StalePlan {
  deprecate: StaleRelease[];
  kept: { release: Release; reason: string; because: string }[];
}

const day = 86_400_000;
/** Returns `variant in region` for each usable image. The variant is the image's: a copy's tags may differ. */
const supplyOf = (images: readonly Image[]): string[] => [
  ...new Set(images.filter(isUsable).map((image) => `${variantKeyOf(image)} in ${image.region}`)),
];

/**
 * Returns the releases of a stack that are to be deprecated: "a new release deprecates the one before it after a
 * grace, and what is older than the policy allows or has findings goes too, but never the last usable image of a
 * variant in a region." All images of a release go together. Releases with `spawn:keep` and those that a channel
 * points to (`promoted`) stay, because somebody chose them.
 */
export function staleReleases(
  releases: readonly Release[],
  policy: StackPolicy,
  promoted: ReadonlySet<string>,
  now: Date,
): StalePlan {
  const plan: StalePlan = { deprecate: [], kept: [] };
  const left = new Set(releases.filter(isReleaseUsable));
  // From the oldest on, so that what stays as the last one is the newest.
  for (const release of [...left].sort(newestReleaseFirst).reverse()) {
    const stale = stalenessOf(release, [...left], policy, now);
    if (!stale || release.images.some(({ tags }) => protects(tags[tagKeys.keep]))) continue;
    const others = supplyOf([...left].filter((each) => each !== release).flatMap(({ images }) => images));
    const last = supplyOf(release.images).filter((supply) => !others.includes(supply));
    if (promoted.has(release.release))
      plan.kept.push({ release, reason: stale.reason, because: 'a channel points to it' });
    else if (last.length > 0)
      plan.kept.push({ release, reason: stale.reason, because: `it is the last usable release of ${last.join(', ')}` });
    else {
      left.delete(release);
      plan.deprecate.push({ release, images: release.images.filter(isUsable), ...stale });
    }
  }
  return plan;
}

function stalenessOf(
  release: Release,
  usable: readonly Release[],
  policy: StackPolicy,
  now: Date,
): Pick<StaleRelease, 'reason' | 'replacement'> | undefined {
  const newer = usable
    .filter((each) => each.variant === release.variant && supersedes(each, release))
    .sort(newestReleaseFirst);
  const [replacement] = newer;
  const age = ({ creation_date }: Release) => (now.getTime() - Date.parse(creation_date)) / day;
  const { supersede_grace_days: grace, deprecate_after_days: most, deprecate_on_findings: severity } = policy;
  const found = severity && vulnerable(release, severity);
  if (found)
    return {
      reason: `Amazon Inspector reports ${findingsText(found.counts, ['critical', 'high'])} of ${found.ami_id}`,
      replacement: newer.find((each) => !vulnerable(each, severity)),
    };
  if (replacement && grace !== null && newer.some((each) => age(each) >= grace))
    return { reason: `Superseded by ${replacement.image_name}`, replacement };
  if (most !== null && age(release) >= most) return { reason: `Older than ${pluralize(most, 'day')}`, replacement };
  return undefined;
}

/** Returns the image of a release with the worst findings of that severity. A finding on one copy is in all of them. */
function vulnerable({ images }: Release, severity: 'critical' | 'high') {
  const found = images.flatMap((image) => {
    const counts = worstFindings(image);
    return hasFindings(counts, severity) ? [{ ami_id: image.ami_id, counts }] : [];
  });
  return found.sort((left, right) => worstFirst(left.counts, right.counts))[0];
}

/** Returns whether a release is later and has the same or a higher version: a later fix of an old version does not. */
function supersedes(newer: Release, release: Release): boolean {
  return (
    newer !== release &&
    newer.creation_date > release.creation_date &&
    compareVersions(newer.version ?? '', release.version ?? '') >= 0
  );
}

/**
 * Returns a sentence for each variant and region of a stack that has no usable image after a change. `after` are the
 * changed records.
 */
export function lostLastUsable(before: readonly Image[], after: readonly Image[]): string[] {
  const key = ({ stack, variant, region }: Image) => `${stack ?? ''} ${variant ?? ''} in ${region}`;
  const now = before.map((image) => after.find(({ ami_id }) => ami_id === image.ami_id) ?? image);
  const supplies = new Set(before.filter(isUsable).map(key));
  const still = new Set(now.filter(isUsable).map(key));
  return [...supplies]
    .filter((supply) => !still.has(supply))
    .map((supply) => `no usable image of ${supply} is left: launches by stack fail there until another is published`);
}
