import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, updateImage } from '../../aws/catalog/images';
import { getCleanup, listRemovals, putRemoval, updateCleanup } from '../../aws/catalog/cleanups';
import { describeImages } from '../../aws/images';
import { piecesOf } from '../../aws/pages';
import { tagResources } from '../../aws/resource-tags';
import { describeSnapshots } from '../../aws/snapshots';
import type { CleanupEntry } from '../../core/cleanup';
import { countsOf, firstToGo, type Removal } from '../../core/cleanup-run';
import { cleanupInput } from '../../core/cleanup-steps';
import { eventOfPerson } from '../../core/image-event';
import { tagTime } from '../../core/image-tags';
import { tagKeys } from '../../core/tags';
import { cleanupPolicies, cleanupPolicyOf } from '../judge-images';
import { readPlan } from '../read-plan';
import { step } from '../step';

// So many records are written at a time.
const atOnce = 20;

/**
 * Marks what goes, all of it at once, so that the grace runs once: the intent first, then the tag, then the record. What an earlier
 * execution has brought to its end is left alone. Answers how long the grace still runs, in seconds.
 */
export const handler = step(cleanupInput, async ({ cleanup_id }, now) => {
  const cleanup = await getCleanup(cleanup_id);
  const policies = await cleanupPolicies();
  const known = new Map((await listRemovals(cleanup_id)).map((removal) => [keyOf(removal), removal]));
  const open = (await readPlan(cleanup)).filter((entry) => ['marked', 'failed', undefined].includes(known.get(keyOf(entry))?.status));
  const mostOf = (stack: string | undefined) => (cleanup.request.kind === 'policy' ? cleanupPolicyOf(policies, stack).most_per_run : cleanup.limit);
  // What an interrupted execution has marked goes in any case, and counts.
  const isMarked = (entry: CleanupEntry): boolean => known.get(keyOf(entry))?.status === 'marked';
  const marked = open.filter(isMarked);
  const chosen = [...marked, ...firstToGo(open.filter((entry) => !isMarked(entry)), Math.max(0, cleanup.limit - marked.length), mostOf)];
  const removals = chosen.map((entry): Removal => {
    const { kind, id, region, name, reasons, unmanaged, snapshots, image_builder, monthly_cost_usd } = entry;
    const former = known.get(keyOf(entry));
    // What failed had lost its mark, so that its grace begins anew.
    const since = former?.status === 'marked' ? former.marked_at : now.toISOString();
    return { cleanup_id, kind, id, region, name, status: 'marked', reasons, unmanaged, snapshots, image_builder, monthly_cost_usd, marked_at: since };
  });
  const fresh = removals.filter((removal) => known.get(keyOf(removal))?.status !== 'marked');
  for (const some of piecesOf(fresh, atOnce)) await Promise.all(some.map(putRemoval));
  await tagMarked(removals, now);
  for (const some of piecesOf(fresh, atOnce)) await Promise.all(some.map((removal) => recordMark(removal, cleanup.requested_by, now)));
  const ends = Math.max(now.getTime(), ...chosen.map((entry, index) => Date.parse(removals[index]?.marked_at ?? '') + graceOf(entry) * 60_000));
  const counts = countsOf([...known.values()]);
  await updateCleanup(cleanup_id, (each) => ({ status: 'waiting', grace_ends_at: new Date(ends).toISOString(), counts: { ...each.counts, ...counts } }), now);
  return { count: removals.length, grace_seconds: Math.ceil((ends - now.getTime()) / 1000) };

  function graceOf({ stack }: CleanupEntry): number {
    return cleanupPolicyOf(policies, stack).grace_minutes;
  }
});

/**
 * The tag that lets IAM deregister them; what carries no deployment’s tag has it on its snapshots too, unless these are a deployment’s.
 * What is gone by now, as after an execution that ended in the middle, cannot be tagged and needs no tag.
 */
async function tagMarked(removals: readonly Removal[], now: Date): Promise<void> {
  const images = removals.filter(({ kind }) => kind === 'image');
  for (const region of new Set(images.map((removal) => removal.region))) {
    const here = images.filter((removal) => removal.region === region);
    const listed = await describeImages(region, { imageIds: here.map(({ id }) => id), includeDisabled: true });
    const alive = new Set(listed.filter(({ state }) => state !== 'deregistered').map(({ image_id }) => image_id));
    const there = here.filter(({ id }) => alive.has(id));
    const snapshots = await describeSnapshots(region, there.flatMap((removal) => (removal.unmanaged ? removal.snapshots : [])));
    const loose = snapshots.filter(({ tags }) => tags[tagKeys.deployment] === undefined);
    await tagResources(region, [...there.map(({ id }) => id), ...loose.map(({ snapshot_id }) => snapshot_id)], { [tagKeys.cleanupMarked]: tagTime(now) });
  }
}

async function recordMark({ kind, id, region, cleanup_id }: Removal, by: string, now: Date): Promise<void> {
  if (kind !== 'image') return;
  if (await getImage(region, id)) await updateImage(region, id, ({ tags }) => ({ tags: { ...tags, [tagKeys.cleanupMarked]: tagTime(now) }, updated_at: now.toISOString() }));
  await recordImageEvent(eventOfPerson(by, { ami_id: id, region }, 'marked', now, cleanup_id));
}

function keyOf({ kind, region, id }: Pick<Removal, 'kind' | 'region' | 'id'>): string {
  return `${kind} ${region} ${id}`;
}
