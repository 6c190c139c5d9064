import * as z from 'zod';

const quarters = 'it must be a multiple of 15 minutes, from 15 minutes to 48 hours (2880 minutes)';

/**
 * In how many minutes a copy is to be complete: what EC2 takes for a time-based copy (EBS user guide, time-based
 * copies).
 */
export const completionMinutes = z.int().min(15, quarters).max(2880, quarters).multipleOf(15, quarters);

/**
 * Seconds to wait for a copy: the usual limit or, where that is longer, what it is to be complete within. EC2 counts
 * the time of a copy of an image only from when the one before it of the same image is through (EBS user guide), so all
 * copies of the run are counted, and an hour.
 */
export function copyWaitSeconds(usual: number, copies: number, withinMinutes = 0): number {
  return Math.max(usual, withinMinutes === 0 ? 0 : copies * withinMinutes * 60 + 3600);
}
