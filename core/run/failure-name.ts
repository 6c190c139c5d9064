import { errorNames } from '../errors';

const ours: ReadonlySet<string> = new Set(errorNames);
const again = 'start it again, and tell who runs this deployment if it happens again';

/**
 * The error that people see for what ended a run. A name of ours stays with its own words; an error of Lambda, of Step
 * Functions, of a connection or of the program gets the name of ours that fits, its own name and words, and what to do.
 */
export function namedFailure({ name, message }: { name: string; message: string }): { name: string; message: string } {
  if (ours.has(name)) return { name, message };
  const told = message === '' ? name : `${name}: ${message}`;
  if (name === 'States.Timeout' || name === 'States.HeartbeatTimeout') {
    return {
      name: 'StepTimedOut',
      message: `a step got no answer within its time limit (${told}); look at the execution in Step Functions, then ${again}`,
    };
  }
  if (/^(Runtime|Lambda|Sandbox|Function|Extension)\./.test(name)) {
    return {
      name: 'FunctionFailed',
      message: `a function died or had no answer each time that it was tried (${told}); its log says where, then ${again}`,
    };
  }
  if (name === 'States.Permissions')
    return { name: 'PermissionDenied', message: `Step Functions refused the call: ${message}` };
  if (/^(TimeoutError|RequestTimeout|NetworkingError|AbortError)$/.test(name)) {
    return { name: 'AwsUnavailable', message: `AWS did not answer (${told}); ${again}` };
  }
  return { name: 'StepFailed', message: `a step ended with an error that it does not know (${told}); ${again}` };
}
