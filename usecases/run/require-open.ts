import { getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import type { BuildPlan, Run } from '../../core/model/run';

/**
 * Returns the record of a run that may create resources. Throws BuildNotFound, or BuildCancelled once cancellation was
 * requested.
 */
export async function openRun(buildId: string): Promise<Run> {
  const run = await getRun(buildId);
  if (!run)
    throw new SpawnError(
      'BuildNotFound',
      `there is no record of ${buildId}, and nothing is created without one: start it again.`,
    );
  if (run.cancel_requested) throw new SpawnError('BuildCancelled', `${buildId} was cancelled`);
  return run;
}

/** Returns the plan of a build. Throws BuildFailed when the run has none. */
export function planOf(run: Run): BuildPlan {
  if (!run.plan) throw new SpawnError('BuildFailed', `${run.build_id} has no plan: start it again.`);
  return run.plan;
}
