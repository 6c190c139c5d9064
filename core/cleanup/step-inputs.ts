import * as z from 'zod';
import { caughtError } from '../run/step-inputs';

/** Inputs of the steps of the cleanup state machine; unknown keys are dropped. */
const cleanupId = z.string().min(1).max(40);

export const planCleanupInput = z.object({ cleanup_id: cleanupId, region: z.string() });
const planned = z.object({
  region: z.string(),
  keep: z.number().optional(),
  remove: z.number().optional(),
  monthly_saving_usd: z.number().optional(),
  kept_because: z.record(z.string(), z.number()).optional(),
  found: z.array(z.string()).optional(),
  error: caughtError.optional(),
});
export const storePlanInput = z.object({ cleanup_id: cleanupId, planned: z.array(planned) });
export const cleanupInput = z.object({ cleanup_id: cleanupId });
/** `only_disable`: disables the images that their policy disables when their grace period begins, and no more. */
export const removeImagesInput = cleanupInput.extend({ only_disable: z.boolean().optional() });
export const giveBackInput = z.object({ cleanup_ids: z.array(cleanupId) });
export const concludeCleanupInput = z.object({ cleanup_id: cleanupId, error: caughtError.optional() });
