import { explainAwsError, messageOf } from '../../aws/aws-errors';
import { listRemovals, updateCleanup } from '../../aws/catalog/cleanups';
import type { CleanupEntry } from '../../core/cleanup';
import { countsOf, type Cleanup, type Removal } from '../../core/cleanup-run';
import { cleanupInput } from '../../core/cleanup-steps';
import { judgeImages } from '../judge-images';
import { giveUp, removeImage, removeSnapshot, takeBack } from '../remove-image';
import { logger, step } from '../step';

// A moment between the last look and the last removal of a batch; the looks are few then, even for thousands of images.
const batch = 50;

/**
 * Removes the next of what is marked, one by one, each to its end, after one more look at everything: what was launched, kept or
 * referred to meanwhile is taken back, as is all of a region that cannot be looked at. Answers whether nothing is left.
 */
export const handler = step(cleanupInput, async ({ cleanup_id }, now) => {
  const cleanup = await updateCleanup(cleanup_id, ({ status }) => (status === 'removing' ? undefined : { status: 'removing' }), now);
  const marked = (await listRemovals(cleanup_id)).filter(({ status }) => status === 'marked');
  const next = marked.sort((a, b) => a.region.localeCompare(b.region) || a.id.localeCompare(b.id)).slice(0, batch);
  for (const region of new Set(next.map((removal) => removal.region))) {
    await removeIn(region, next.filter((removal) => removal.region === region), cleanup, now);
  }
  const counts = countsOf(await listRemovals(cleanup_id));
  await updateCleanup(cleanup_id, (each) => ({ counts: { ...each.counts, ...counts } }), now);
  return { done: marked.length <= batch };
});

async function removeIn(region: string, removals: readonly Removal[], cleanup: Cleanup, now: Date): Promise<void> {
  const looked = await look(region, removals, cleanup, now);
  for (const removal of removals) {
    try {
      if ('error' in looked) throw looked.error;
      await one(removal, looked, cleanup.requested_by, now);
    } catch (error) {
      logger.warn('an image could not be removed', { region, id: removal.id, error_name: (error as Error).name });
      await giveUp(removal, messageOf(error), now);
    }
  }
}

interface Seen {
  judged: ReadonlyMap<string, CleanupEntry>;
  alive: ReadonlySet<string>;
  used: ReadonlySet<string>;
}

/** Everything about a region as it is now; a region that cannot be looked at keeps what it has. Throws when AWS only asks for patience. */
async function look(region: string, removals: readonly Removal[], { request }: Cleanup, now: Date): Promise<Seen | { error: unknown }> {
  try {
    const { entries, images } = await judgeImages(region, request, now, new Set(removals.map(({ id }) => id)));
    const alive = images.filter(({ state }) => state !== 'deregistered');
    return {
      judged: new Map(entries.map((entry) => [entry.id, entry])),
      alive: new Set(alive.map(({ image_id }) => image_id)),
      used: new Set(alive.flatMap(({ block_devices }) => block_devices.flatMap(({ snapshot_id }) => snapshot_id ?? []))),
    };
  } catch (error) {
    if (explainAwsError(error).name === 'RequestThrottled') throw error;
    return { error };
  }
}

async function one(removal: Removal, { judged, alive, used }: Seen, by: string, now: Date): Promise<void> {
  if (removal.kind === 'snapshot') return removeSnapshot(removal, used, now);
  const entry = judged.get(removal.id);
  if (entry?.decision === 'keep') return takeBack(removal, entry.reasons, by, now);
  if (!entry && alive.has(removal.id)) return takeBack(removal, ['it is not what the cleanup asked for any more'], by, now);
  return removeImage(removal, by, now);
}
