import * as z from 'zod';
import { findWaits, waitsOf } from '../../aws/catalog/waits';
import { hintOf } from '../../core/wake';
import { observe } from './observe';
import { cancelWait, settle } from './settle-waits';
import { step } from '../step';

/** Answers the states that wait for what an event speaks of. The event is only a hint: the resource is read again. */
export const handler = step(z.unknown(), async (event, now) => {
  const hint = hintOf(event);
  if (hint.cancelled !== undefined) {
    for (const wait of await waitsOf(hint.cancelled)) await cancelWait(wait);
  }
  for (const resource of hint.resources) {
    for (const wait of await findWaits(resource)) await settle(wait, await observe(wait), now);
  }
});
