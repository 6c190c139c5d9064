import { findCleanup, listRemovals, readCleanupLock } from '../../aws/catalog/cleanups';
import { SpawnError } from '../../core/errors';
import { canGiveBack } from '../../core/cleanup/last-look';
import type { Image } from '../../core/model/image';
import { tagKeys } from '../../core/tags';
import { takeBack } from './remove-image';

/** Images of a cleanup that stay on request, and the cleanup. */
export interface TakenBack {
  cleanup_id: string;
  images: Image[];
}

/**
 * Takes back the images among these that the running cleanup has marked: enables the ones that it disabled, with their
 * previous launch permissions. Returns undefined if there is none. Throws CleanupRunning when their grace period is
 * over or ends within a minute.
 */
export async function takeBackMarked(
  images: readonly Image[],
  reason: string,
  { caller, now }: { caller: string; now: Date },
): Promise<TakenBack | undefined> {
  const marked = images.filter(
    ({ account, tags }) => account === undefined && tags[tagKeys.cleanupMarked] !== undefined,
  );
  // Only the cleanup that holds the lock has marked images.
  const lock = marked.length > 0 ? await readCleanupLock() : undefined;
  const cleanup = lock && (await findCleanup(lock.cleanup_id));
  if (!cleanup) return undefined;
  const { cleanup_id } = cleanup;
  const open = (await listRemovals(cleanup_id)).filter(
    ({ kind, status, id }) => kind === 'image' && status === 'marked' && marked.some(({ ami_id }) => ami_id === id),
  );
  if (open.length === 0) return undefined;
  if (!canGiveBack(cleanup, now))
    throw new SpawnError(
      'CleanupRunning',
      `the cleanup ${cleanup_id} is checking ${open.map(({ id }) => id).join(', ')} a last time, and removes what it does not keep: keep an image with spawn tag-ami and ${tagKeys.keep}=true, or follow spawn cleanup-amis --plan ${cleanup_id}.`,
      { cleanup_id },
    );
  for (const removal of open) await takeBack(removal, [reason], caller, now);
  return { cleanup_id, images: marked.filter(({ ami_id }) => open.some(({ id }) => id === ami_id)) };
}
