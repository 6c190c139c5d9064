import * as z from 'zod';

const quarters = 'it must be a multiple of 15 minutes, from 15 minutes to 48 hours (2880 minutes)';

/** Minutes within which EC2 must complete a time-based copy (EBS user guide, time-based copies). */
export const completionMinutes = z.int().min(15, quarters).max(2880, quarters).multipleOf(15, quarters);

/**
 * Returns the seconds to wait for a copy: the usual limit, or longer for a time-based copy. EC2 counts the time of a
 * copy only after the previous copy of the same image has completed (EBS user guide), so all copies of the run are
 * counted, plus an hour.
 */
export function copyWaitSeconds(usual: number, copies: number, withinMinutes = 0): number {
  return Math.max(usual, withinMinutes === 0 ? 0 : copies * withinMinutes * 60 + 3600);
}
