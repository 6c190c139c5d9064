import {
  listRemovals,
  readCleanupLock,
  releaseCleanupLock,
  takeCleanupLock,
  updateCleanup,
} from '../../aws/catalog/cleanups';
import { getImage } from '../../aws/catalog/images';
import { putEvent } from '../../aws/flow/events';
import { countsOf, whatIsMissing, type Cleanup } from '../../core/cleanup/run';
import { concludeCleanupInput } from '../../core/cleanup/step-inputs';
import { isOpen } from '../../core/cleanup/last-look';
import { failureOf } from '../../core/run/outcome';
import { moveChannels } from '../../usecases/channel/move';
import { moveLatest } from '../../usecases/channel/move-latest';
import { step } from '../../usecases/runtime/step';

/**
 * Ends a cleanup: moves `spawn:latest` to the remaining images, records the result and releases the lock. A cleanup
 * that skipped regions or leaves images disabled is incomplete.
 */
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
  const endOf = ({ apply, regions, status }: Cleanup): Pick<Cleanup, 'status' | 'failure'> => {
    if (error) return { status: 'failed', failure: failureOf(error) };
    const message = apply ? whatIsMissing(regions, removals.filter(isOpen)) : undefined;
    if (message !== undefined) return { status: 'incomplete', failure: { name: 'CleanupIncomplete', message } };
    return { status: status === 'planned' ? status : 'done' };
  };
  const cleanup = await updateCleanup(
    cleanup_id,
    (each) => ({ counts: { ...each.counts, ...countsOf(removals) }, ended_at: now.toISOString(), ...endOf(each) }),
    now,
  );
  await releaseUnlessLeft(cleanup_id);
  await putEvent('Cleanup Finished', {
    cleanup_id,
    status: cleanup.status,
    counts: cleanup.counts,
    failure: cleanup.failure,
  });
  return { status: cleanup.status, counts: cleanup.counts, failure: cleanup.failure };
});

/** Keeps the lock if a cleanup has left images disabled, so that the next cleanup or nightly run restores them. */
async function releaseUnlessLeft(cleanup_id: string): Promise<void> {
  const lock = await readCleanupLock();
  if (lock?.cleanup_id !== cleanup_id) return;
  const left: string[] = [];
  for (const id of [...new Set([...(lock.unsettled ?? []), cleanup_id])])
    if ((await listRemovals(id)).some(isOpen)) left.push(id);
  if (left.length === 0) await releaseCleanupLock(cleanup_id);
  else await takeCleanupLock({ ...lock, unsettled: left });
}
