import * as z from 'zod';
import { parentOf } from '../../core/model/stack-recipe';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { step } from '../../usecases/runtime/step';

const published = z.object({ detail: z.object({ stack: z.string().optional() }) });

/**
 * A stack has a new release: what is built on it, and says so in its recipe, is built again. The night does the same if
 * this event is lost.
 */
export const handler = step(published, async ({ detail: { stack } }, now) => {
  if (stack === undefined) return undefined;
  return startRebuilds(now, (recipe) => parentOf(recipe) === stack);
});
