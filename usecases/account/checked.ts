import { explainAwsError } from '../../aws/client/errors';
import { unknownFinding, type CheckName, type Finding } from '../../core/doctor/finding';

/** Milliseconds for all checks together. The function has 29 seconds, and sending the answer takes some of them. */
const patience = 20_000;

export const tooLate = { name: 'TooLate', message: `AWS did not answer within ${patience / 1000} s` };

/**
 * Returns the result of the work, or the result of `otherwise` if the work is not done when the time, by default that
 * of the checks, is over.
 */
export function inTime<Value>(work: Promise<Value>, otherwise: () => Value, milliseconds = patience): Promise<Value> {
  // This timer measures real time; local mode replaces the other timers.
  const over = AbortSignal.timeout(milliseconds);
  return Promise.race([
    work,
    new Promise<Value>((resolve) => over.addEventListener('abort', () => resolve(otherwise()), { once: true })),
  ]);
}

/** Runs one check. An error or a timeout becomes a finding with the status unknown and the reason. */
export async function checked(
  check: CheckName,
  subject: string,
  look: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await inTime(look(), () => unknownFinding(check, subject, tooLate))].flat();
  } catch (error) {
    return [unknownFinding(check, subject, explainAwsError(error))];
  }
}
