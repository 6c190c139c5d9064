import { errorNames } from '../errors';

const ours: ReadonlySet<string> = new Set(errorNames);
const again = 'start it again; if it happens again, report it to the operator of this deployment';

/**
 * Returns the error to show for what ended a run. A named error of ours keeps its message; an error of Lambda, Step
 * Functions, a connection or the program gets the closest name of ours, its own name and message, and advice.
 */
export function namedFailure({ name, message }: { name: string; message: string }): { name: string; message: string } {
  if (ours.has(name)) return { name, message };
  const original = message === '' ? name : `${name}: ${message}`;
  if (name === 'States.Timeout' || name === 'States.HeartbeatTimeout') {
    return {
      name: 'StepTimedOut',
      message: `a step timed out (${original}). Look at the execution in Step Functions, then ${again}.`,
    };
  }
  if (name === 'Lambda.TooManyRequestsException') {
    return {
      name: 'FunctionFailed',
      message: `Lambda had no room for a function in all attempts (${original}): raise the account's quota of concurrent executions, then ${again}.`,
    };
  }
  if (/^(Runtime|Lambda|Sandbox|Function|Extension)\./.test(name)) {
    return {
      name: 'FunctionFailed',
      message: `a function crashed or timed out in all attempts (${original}). Read its log, then ${again}.`,
    };
  }
  if (name === 'States.Permissions')
    return { name: 'PermissionDenied', message: `Step Functions refused the call: ${message}` };
  if (name === 'ExecutionLimitExceeded')
    return { name: 'QuotaExceeded', message: `a quota of Step Functions is used up (${original}): ${again}.` };
  if (/^(TimeoutError|RequestTimeout|NetworkingError|AbortError)$/.test(name)) {
    return { name: 'AwsUnavailable', message: `AWS did not answer (${original}): ${again}.` };
  }
  return { name: 'StepFailed', message: `a step failed with an unexpected error (${original}): ${again}.` };
}
