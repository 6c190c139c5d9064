import * as z from 'zod';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { step } from '../../usecases/runtime/step';

const scheduled = z.object({ stack: z.string(), variant: z.string() });

/**
 * Starts the rebuild of a stack's variant at the minute of its schedule. A build that runs, or has been published
 * since, makes a second delivery of the same schedule harmless. The nightly run starts what must wait now.
 */
export const handler = step(scheduled, ({ stack, variant }, now) =>
  startRebuilds(now, (recipe) => recipe.stack === stack && recipe.variant === variant),
);
