import * as z from 'zod';
import { parentOf } from '../../core/model/stack-recipe';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { step } from '../../usecases/runtime/step';

const published = z.object({ detail: z.object({ stack: z.string().optional() }) });

/**
 * Rebuilds the stacks that are built on a stack with a new release, if their recipes say so. The nightly run does the
 * same if this event is lost.
 */
export const handler = step(published, async ({ detail: { stack } }, now) => {
  if (stack === undefined) return undefined;
  return startRebuilds(now, (recipe) => parentOf(recipe) === stack);
});
