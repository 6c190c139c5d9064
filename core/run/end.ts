import type { Run } from '../model/run';

/** The state of an execution as Step Functions reports it. */
export interface ExecutionState {
  status: string;
  error?: string;
  cause?: string;
}

/** The ends of an execution; `NEVER_STARTED` when Step Functions has no execution for a run that is ten minutes old. */
export const executionEnds = ['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT', 'NEVER_STARTED'] as const;

export interface ExecutionEnd {
  status: (typeof executionEnds)[number];
  error?: string;
  cause?: string;
}

// The function that starts an execution runs for at most five minutes after it has written the record.
const startSeconds = 600;

/**
 * Returns how the execution of a run ended whose record says running: "every end of an execution ends its record".
 * Returns undefined while it is running, or may still be started.
 */
export function endOfExecution(
  run: Pick<Run, 'created_at'>,
  execution: ExecutionState | undefined,
  now: Date,
): ExecutionEnd | undefined {
  if (!execution)
    return now.getTime() - Date.parse(run.created_at) > startSeconds * 1000 ? { status: 'NEVER_STARTED' } : undefined;
  const status = executionEnds.find((end) => end === execution.status);
  return status && { status, error: execution.error, cause: execution.cause };
}

/** Returns the failure to record for a run by the end of its execution; undefined when it succeeded. */
export function failureOfEnd(
  run: Pick<Run, 'build_id' | 'cancel_requested'>,
  { status, error, cause }: ExecutionEnd,
): { Error: string; Cause?: string } | undefined {
  switch (status) {
    case 'SUCCEEDED':
      return undefined;
    case 'FAILED':
      return { Error: error ?? 'BuildFailed', Cause: cause };
    case 'NEVER_STARTED':
      return run.cancel_requested
        ? { Error: 'BuildCancelled', Cause: `${run.build_id} was cancelled before its execution was started` }
        : { Error: 'BuildFailed', Cause: `the execution of ${run.build_id} was never started: send the request again` };
    default:
      return { Error: 'BuildCancelled', Cause: `the execution ${run.build_id} was stopped from outside (${status})` };
  }
}
