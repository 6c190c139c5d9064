import { currentRemoval, findCleanup, listRemovals, updateCleanup } from '../../aws/catalog/cleanups';
import { messageOf } from '../../aws/client/errors';
import { countsOf } from '../../core/cleanup/run';
import { giveBackInput } from '../../core/cleanup/steps';
import { isOpen } from '../../core/cleanup/last-look';
import { giveUp, takeBack } from '../../usecases/cleanup/remove-image';
import { step } from '../../usecases/runtime/step';

/**
 * Gives back what cleanups have disabled whose executions are over: nobody takes the last look at those images any
 * more. One that cannot be given back stays written down as disabled, so that the next cleanup or night tries again.
 */
export const handler = step(giveBackInput, async ({ cleanup_ids }, now) => {
  let given = 0;
  for (const id of cleanup_ids) {
    const cleanup = await findCleanup(id);
    // One that took the lock and died before its record was written has disabled nothing.
    if (!cleanup) continue;
    for (const removal of (await listRemovals(id)).filter(isOpen)) {
      try {
        await takeBack(
          removal,
          removal.disabled?.given_back ?? ['the cleanup ended before its last look at it'],
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
