import * as z from 'zod';
import { findWaits, waitsOf } from '../../aws/catalog/waits';
import { isCancellable } from '../../core/wait/record';
import { hintOf } from '../../core/wait/event-hint';
import { observe } from '../../usecases/wait/observe';
import { cancelWait, completeWait } from '../../usecases/wait/complete';
import { oneByOne } from '../../usecases/runtime/one-by-one';
import { step } from '../../usecases/runtime/step';

/**
 * Answers the states that wait for the resource of an event, independently of each other. The event is only a hint: the
 * resource is read again.
 */
export const handler = step(z.unknown(), async (event, now) => {
  const hint = hintOf(event);
  const given = hint.cancelled === undefined ? [] : (await waitsOf(hint.cancelled)).filter(isCancellable);
  const failed = await oneByOne(given, cancelWait);
  for (const resource of hint.resources) {
    failed.push(
      ...(await oneByOne(await findWaits(resource), async (wait) => completeWait(wait, await observe(wait), now))),
    );
  }
  if (failed[0]) throw failed[0].error;
});
