import { listRemovals, releaseCleanupLock, updateCleanup } from '../../aws/catalog/cleanups';
import { getImage } from '../../aws/catalog/images';
import { putEvent } from '../../aws/events';
import { countsOf } from '../../core/cleanup-run';
import { concludeCleanupInput } from '../../core/cleanup-steps';
import { failureOf } from '../../core/outcome';
import { moveChannels } from '../move-channels';
import { moveLatest } from '../move-latest';
import { step } from '../step';

/** Ends a cleanup: what is left has its latest image, the record says how it ended, and the next cleanup may begin. */
export const handler = step(concludeCleanupInput, async ({ cleanup_id, error }, now) => {
  const removals = await listRemovals(cleanup_id);
  const removed = removals.filter(({ status, kind }) => status === 'removed' && kind === 'image');
  const records = await Promise.all(removed.map(({ region, id }) => getImage(region, id)));
  const gone = records.filter((image) => image !== undefined);
  for (const stack of new Set(gone.map((image) => image.stack))) {
    if (stack === undefined) continue;
    await moveLatest({ stack }, gone);
    await moveChannels({ stack, fresh: gone, now }, `the cleanup ${cleanup_id} removed images`);
  }
  const cleanup = await updateCleanup(cleanup_id, ({ counts, status }) => ({
    counts: { ...counts, ...countsOf(removals) },
    ended_at: now.toISOString(),
    ...(error ? { status: 'failed' as const, failure: failureOf(error) } : status === 'planned' ? {} : { status: 'done' as const }),
  }), now);
  await releaseCleanupLock(cleanup_id);
  await putEvent('Cleanup Finished', { cleanup_id, status: cleanup.status, counts: cleanup.counts, failure: cleanup.failure });
  return { status: cleanup.status, counts: cleanup.counts };
});
