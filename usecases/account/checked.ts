import { explainAwsError } from '../../aws/client/errors';
import { unknownFinding, type CheckName, type Finding } from '../../core/doctor/finding';

/** Milliseconds that all checks have: the function has 29 seconds, and its answer a way to go. */
const patience = 20_000;

export const tooLate = { name: 'TooLate', message: `AWS did not answer within ${patience / 1000} s` };

/** What the work comes to, or what there is instead once the time of all checks is over. */
export function inTime<Value>(work: Promise<Value>, otherwise: () => Value): Promise<Value> {
  // Of all timers this one counts real time where a simulation makes the others run faster.
  const over = AbortSignal.timeout(patience);
  return Promise.race([
    work,
    new Promise<Value>((resolve) => over.addEventListener('abort', () => resolve(otherwise()), { once: true })),
  ]);
}

/** Runs one check. What it throws, or that it takes too long, is the finding: unknown, with the reason. */
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
