import { namedFailure } from './failure-name';
import type { Image } from '../model/image';
import type { Run, RunFailure, RunStatus } from '../model/run';

export interface Outcome {
  status: Exclude<RunStatus, 'running'>;
  /** Whether the image is published and stays, even if the run failed later. */
  published: boolean;
  failure?: RunFailure;
  event: 'Image Published' | 'Replication Incomplete' | 'Build Failed' | 'Run Succeeded' | 'Run Failed';
}

/** The errors that a state machine caught, as they are in its input. */
export interface Caught {
  error?: { Error: string; Cause?: string };
  compensation_error?: { Error: string; Cause?: string };
}

/**
 * Returns the error inside what a state machine caught, under a name of ours: from the JSON of a Lambda function, or
 * from the Error and Cause of a child execution.
 */
export function failureOf(caught: { Error: string; Cause?: string }): RunFailure {
  const cause = parsed(caught.Cause);
  if (typeof cause?.errorMessage === 'string')
    return namedFailure({ name: String(cause.errorType ?? caught.Error), message: cause.errorMessage });
  if (typeof cause?.Error === 'string')
    return failureOf({ Error: cause.Error, Cause: typeof cause.Cause === 'string' ? cause.Cause : undefined });
  return namedFailure({ name: caught.Error, message: caught.Cause ?? '' });
}

/** Returns why a run failed: the recorded failure, otherwise what was caught, with the stage of the run. */
export function failureIn(run: Pick<Run, 'failure' | 'stages'>, caught: { Error: string; Cause?: string }): RunFailure {
  if (run.failure) return run.failure;
  const stage = run.stages.find(({ status }) => status === 'running')?.name;
  return { ...failureOf(caught), ...(stage && { stage }) };
}

function parsed(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the outcome of a run. The failure that a step recorded first wins over what the machine caught, because a
 * parent only sees that a child failed. `image` is the catalog's record: a published image stays, and only its
 * replication is incomplete then.
 */
export function outcomeOf(run: Run, caught: Caught, image: Pick<Image, 'lifecycle'> | undefined): Outcome {
  const published = image?.lifecycle === 'published';
  if (!caught.error)
    return {
      status: 'succeeded',
      published,
      event: run.kind === 'build' && !run.discard ? 'Image Published' : 'Run Succeeded',
    };
  const failure = withDebt(run, run.failure ?? failureOf(caught.error), caught.compensation_error);
  const status = failure.name === 'BuildCancelled' ? 'cancelled' : 'failed';
  if (run.kind !== 'build') return { status, published, failure, event: 'Run Failed' };
  return { status, published, failure, event: published ? 'Replication Incomplete' : 'Build Failed' };
}

function withDebt({ kind }: Run, failure: RunFailure, debt: Caught['compensation_error']): RunFailure {
  if (!debt) return failure;
  if (kind === 'rollout') {
    const message = `${failure.message} (and it was not rolled back completely: ${failureOf(debt).message})`;
    return { ...failure, message };
  }
  return {
    ...failure,
    message: `${failure.message} (and some resources could not be removed yet: ${failureOf(debt).message}; the reaper retries)`,
  };
}
