import { explainAwsError } from '../../../aws/aws-errors';
import { unknownFinding, type CheckName, type Finding } from '../../../core/doctor/finding';

/** Milliseconds that all checks have: the function has 29 seconds, and its answer a way to go. */
export const patience = 24_000;

export const tooLate = { name: 'TooLate', message: `AWS did not answer within ${patience / 1000} s` };

/** Runs one check. What it throws, or that it takes too long, is the finding: unknown, with the reason. */
export async function checked(check: CheckName, subject: string, look: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(unknownFinding(check, subject, tooLate)), patience);
  });
  try {
    return [await Promise.race([look(), late])].flat();
  } catch (error) {
    return [unknownFinding(check, subject, explainAwsError(error))];
  } finally {
    clearTimeout(timer);
  }
}
