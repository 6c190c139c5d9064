import type { Call } from '../../../kernel/types';
import { AwsError } from '../../../kernel/types';

/** Returns the member of the input as a string. Throws ValidationException when it is missing or none. */
export function required(call: Call, member: string): string {
  const value: unknown = call.input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidMember(call, member, 'must be a string that is not empty');
}

/** Returns the member of the input as a string, or undefined when it is not there. */
export function optional(call: Call, member: string, longest = Infinity): string | undefined {
  const value: unknown = call.input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.length <= longest) return value;
  throw invalidMember(call, member, `must be a string of at most ${longest} characters`);
}

/** Returns the error of AWS for an input that breaks the model. */
export function invalidMember(call: Call, member: string, rule: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${JSON.stringify(call.input[member])} at '${member}' failed to satisfy constraint: it ${rule}.`,
  );
}

/** Throws InvalidArn for what is no ARN (API reference, StartExecution, Errors). */
export function requireArn(arn: string): void {
  if (!arn.startsWith('arn:aws:states:')) throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
}
