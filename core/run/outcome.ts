import { namedFailure } from './failure-name';
import type { Image } from '../model/image';
import type { Run, RunFailure, RunStatus } from '../model/run';

export interface Outcome {
  status: Exclude<RunStatus, 'running'>;
  /** Whether the image stays, even though the run failed later. */
  published: boolean;
  failure?: RunFailure;
  event: 'Image Published' | 'Replication Incomplete' | 'Build Failed' | 'Run Succeeded' | 'Run Failed';
}

/** What a machine caught on its way, as it stands in its input. */
export interface Caught {
  error?: { Error: string; Cause?: string };
  compensation_error?: { Error: string; Cause?: string };
}

/**
 * The error inside what a machine caught, under a name of ours: a Lambda's JSON, or a child execution's description
 * with its own Error and Cause.
 */
export function failureOf(caught: { Error: string; Cause?: string }): RunFailure {
  const told = parsed(caught.Cause);
  if (typeof told?.errorMessage === 'string')
    return namedFailure({ name: String(told.errorType ?? caught.Error), message: told.errorMessage });
  if (typeof told?.Error === 'string')
    return failureOf({ Error: told.Error, Cause: typeof told.Cause === 'string' ? told.Cause : undefined });
  return namedFailure({ name: caught.Error, message: caught.Cause ?? '' });
}

/** Why a run fails: what is noted already, else what was caught, in the stage that the run is in. */
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
 * What a run came to. The failure that a step recorded first wins over what the machine caught, since a parent only
 * sees that a child failed. `image` is what the catalog says of the run's image: one that was published stays, and only
 * its replication is incomplete then.
 */
export function outcomeOf(run: Run, caught: Caught, image: Pick<Image, 'lifecycle'> | undefined): Outcome {
  const published = image?.lifecycle === 'published';
  if (!caught.error)
    return {
      status: 'succeeded',
      published,
      event: run.kind === 'build' && !run.discard ? 'Image Published' : 'Run Succeeded',
    };
  const failure = withDebt(run.failure ?? failureOf(caught.error), caught.compensation_error);
  const status = failure.name === 'BuildCancelled' ? 'cancelled' : 'failed';
  if (run.kind !== 'build') return { status, published, failure, event: 'Run Failed' };
  return { status, published, failure, event: published ? 'Replication Incomplete' : 'Build Failed' };
}

function withDebt(failure: RunFailure, debt: Caught['compensation_error']): RunFailure {
  if (!debt) return failure;
  return {
    ...failure,
    message: `${failure.message} (and not everything could be removed yet: ${failureOf(debt).message}; the reaper goes on)`,
  };
}
