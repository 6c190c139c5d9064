import { currentRemoval, findCleanup, listRemovals, updateCleanup } from '../../aws/catalog/cleanups';
import { messageOf } from '../../aws/client/errors';
import { countsOf } from '../../core/cleanup/run';
import { giveBackInput } from '../../core/cleanup/step-inputs';
import { isOpen } from '../../core/cleanup/last-look';
import { giveUp, takeBack } from '../../usecases/cleanup/remove-image';
import { step } from '../../usecases/runtime/step';

/**
 * Restores images that ended cleanups have left disabled. An image that cannot be restored stays recorded as disabled,
 * so that the next cleanup or nightly run tries again.
 */
export const handler = step(giveBackInput, async ({ cleanup_ids }, now) => {
  let given = 0;
  for (const id of cleanup_ids) {
    const cleanup = await findCleanup(id);
    // A cleanup that took the lock and stopped before its record was written has disabled nothing.
    if (!cleanup) continue;
    for (const removal of (await listRemovals(id)).filter(isOpen)) {
      try {
        await takeBack(
          removal,
          removal.disabled?.given_back ?? ['the cleanup ended before its last check of the image'],
          cleanup.requested_by,
          now,
        );
        given += 1;
      } catch (error) {
        await giveUp(await currentRemoval(removal), messageOf(error), now);
      }
    }
    const counts = countsOf(await listRemovals(id));
    await updateCleanup(id, (each) => ({ counts: { ...each.counts, ...counts } }), now);
  }
  return { given_back: given };
});
