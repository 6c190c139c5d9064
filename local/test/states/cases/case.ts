import { functionArn } from '../lab';

/** What a function of a case does when it is called; a list is worked off call by call, its last entry stays. */
export type Answer =
  | { returns: unknown }
  | { echoes: true }
  | { throws: { errorType: string; errorMessage: string } }
  /** Sends the token of its payload (`token`) back. */
  | { succeeds: unknown }
  | { fails: { error?: string; cause?: string } };

/** One row of the conformance table. */
export interface Case {
  readonly name: string;
  readonly definition: object;
  readonly input?: unknown;
  readonly functions?: Readonly<Record<string, Answer[]>>;
  /** Further machines, by name, that this one may start. */
  readonly children?: Readonly<Record<string, object>>;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** Types of all events but the first and the last, blanks between them. */
  readonly events?: string;
}

/** A machine of one state that is also the last. */
export function single(state: object): object {
  return {
    StartAt: 'Only',
    States: {
      Only: {
        ...state,
        ...('Type' in state && ['Succeed', 'Fail', 'Choice'].includes(String(state.Type)) ? {} : { End: true }),
      },
    },
  };
}

/** A Task that calls the function. */
export function task(name: string, more: object = {}): object {
  return { Type: 'Task', Resource: functionArn(name), ...more };
}

export const CALLED = 'LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded';
export const FAILED = 'LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionFailed';
