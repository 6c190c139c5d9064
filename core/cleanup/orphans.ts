import { old } from './age';
import { isOrphan, imageOf, lookup } from './snapshots';
import type { CleanupEntry, CleanupReason } from './request';
import { pluralize } from '../lib/pluralize';
import { protects } from '../lib/text-boolean';
import type { Ec2Image, Ec2Snapshot } from '../model/ec2';
import type { CleanupPolicy } from '../stack/policy';
import { matchesPattern } from '../release/name-pattern';
import { tagKeys } from '../tags';
import { readTime } from '../lib/duration';

const day = 86_400_000;

/**
 * Returns which snapshots without an image get the tag that says since when, and which lose it because an image uses
 * them again.
 */
export function orphanMarks(
  snapshots: readonly Ec2Snapshot[],
  orphans: readonly Pick<CleanupEntry, 'id'>[],
): { mark: string[]; unmark: string[] } {
  const ids = new Set(orphans.map(({ id }) => id));
  const marked = (snapshot: Ec2Snapshot) => snapshot.tags[tagKeys.orphanedSince] !== undefined;
  return {
    mark: snapshots.filter((each) => ids.has(each.snapshot_id) && !marked(each)).map(({ snapshot_id }) => snapshot_id),
    unmark: snapshots
      .filter((each) => !ids.has(each.snapshot_id) && marked(each))
      .map(({ snapshot_id }) => snapshot_id),
  };
}

/**
 * Returns the orphans that the nightly cleanup removes: the policy of their stack enables cleanups and sets
 * `orphan_days`, and the nightly checks found them without an image at least that many days ago. A snapshot without a
 * readable date stays.
 */
export function dueOrphans(
  orphans: readonly CleanupEntry[],
  snapshots: readonly Ec2Snapshot[],
  policies: ReadonlyMap<string, CleanupPolicy>,
  now: Date,
): CleanupEntry[] {
  const tagsOf = new Map(snapshots.map(({ snapshot_id, tags }) => [snapshot_id, tags]));
  return orphans.flatMap((entry): CleanupEntry[] => {
    const policy = entry.stack === undefined ? undefined : policies.get(entry.stack);
    if (!policy?.enabled || policy.orphan_days === null) return [];
    const age = (since: string | undefined): number => (now.getTime() - readTime(since)) / day;
    const idle = age(tagsOf.get(entry.id)?.[tagKeys.orphanedSince]);
    if (!(idle >= policy.orphan_days) || !(age(entry.creation_date) > policy.minimum_age_days)) return [];
    return [
      { ...entry, reasons: [...entry.reasons, `found without an image ${pluralize(Math.floor(idle), 'day')} ago`] },
    ];
  });
}

/**
 * Decides about the snapshots that no deployment tagged and whose description matches a pattern. One goes only if EC2's
 * description names an image that no longer exists, no image uses it, and it is old enough. In doubt it stays.
 */
export function foreignOrphans(
  snapshots: readonly Ec2Snapshot[],
  images: readonly Ec2Image[],
  asked: { description: string; age_days: number; binned: Iterable<string>; now: Date },
): CleanupEntry[] {
  const there = lookup(images, asked.binned);
  return snapshots
    .filter(({ tags, description }) => !ownedBySpawn(tags) && matchesPattern(description, asked.description))
    .map((snapshot): CleanupEntry => {
      const stays = protectionsOf(snapshot, there, asked);
      const image = imageOf(snapshot.description);
      const reasons =
        stays.length > 0 ? stays : [{ code: 'orphan' as const, text: `its image ${image} no longer exists` }];
      return {
        kind: 'snapshot',
        id: snapshot.snapshot_id,
        region: snapshot.region,
        name: snapshot.description,
        creation_date: snapshot.start_time,
        size_gb: snapshot.size_gb,
        decision: stays.length > 0 ? 'keep' : 'remove',
        reasons: reasons.map(({ text }) => text),
        codes: reasons.map(({ code }) => code),
        unmanaged: true,
        snapshots: [snapshot.snapshot_id],
      };
    });
}

/** Returns whether a deployment of spawn owns what has these tags. */
export function ownedBySpawn(tags: Ec2Snapshot['tags']): boolean {
  return tags[tagKeys.deployment] !== undefined;
}

function protectionsOf(
  snapshot: Ec2Snapshot,
  there: ReturnType<typeof lookup>,
  { age_days, now }: { age_days: number; now: Date },
): CleanupReason[] {
  const { tags, snapshot_id, description, state, start_time } = snapshot;
  const [image, kept] = [imageOf(description), tags[tagKeys.keep]];
  const age = (now.getTime() - readTime(start_time)) / day;
  const reasons: CleanupReason[] = [];
  if (protects(kept)) reasons.push({ code: 'keep-tag', text: `its tag ${tagKeys.keep}=${kept} protects it` });
  if (state !== 'completed') reasons.push({ code: 'pending', text: `it is ${state}` });
  if (image === undefined)
    reasons.push({
      code: 'image-unknown',
      text: 'its description names no image: nobody can tell whether it is needed',
    });
  else if (!isOrphan(snapshot, there))
    reasons.push({ code: 'image-exists', text: `an image uses it, or ${image} exists` });
  if (image === undefined && there.used.has(snapshot_id))
    reasons.push({ code: 'image-exists', text: 'an image uses it' });
  if (!(age > age_days))
    reasons.push({
      code: 'not-due',
      text: `it is ${old(age)}, not more than ${age_days}`,
    });
  return reasons;
}
