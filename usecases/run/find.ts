import { getImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import { describeExecution } from '../../aws/flow/executions';
import { SpawnError } from '../../core/errors';
import { isRunId } from '../../core/lib/identifier';
import type { Run } from '../../core/model/run';
import { endOfExecution, failureOfEnd } from '../../core/run/end';
import { failureIn, outcomeOf } from '../../core/run/outcome';
import { withRunEnded } from '../../core/run/progress';

/** Returns the catalog record of a run. Throws BuildNotFound or OperationNotFound. */
export async function requireRecord(id: string): Promise<Run> {
  const run = isRunId(id) ? await getRun(id) : undefined;
  if (run) return run;
  throw new SpawnError(
    id.startsWith('op-') ? 'OperationNotFound' : 'BuildNotFound',
    `there is no build or operation ${id.slice(0, 80)}: list them with spawn builds list.`,
    { id },
  );
}

/**
 * Returns the record of a run. If its execution has ended without a record of that, the result has the end that will be
 * recorded. Throws BuildNotFound or OperationNotFound.
 */
export async function requireRun(id: string, now: Date): Promise<Run> {
  const run = await requireRecord(id);
  if (run.status !== 'running') return run;
  const end = endOfExecution(run, await describeExecution(run.execution_arn), now);
  // A run that was never started may still start until its record says otherwise.
  if (!end || end.status === 'NEVER_STARTED') return run;
  const error = failureOfEnd(run, end);
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const failed = error ? { ...run, failure: failureIn(run, error) } : run;
  return { ...failed, ...withRunEnded(run, outcomeOf(failed, { error }, image), now) };
}
