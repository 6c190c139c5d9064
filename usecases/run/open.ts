import { getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import type { BuildPlan, Run } from '../../core/model/run';

/**
 * The record of a run that may still make things. Throws BuildNotFound, or BuildCancelled once somebody asked to cancel
 * it.
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

/** The plan of a build that was made before anything else. Throws BuildFailed when the run has none. */
export function planOf(run: Run): BuildPlan {
  if (!run.plan) throw new SpawnError('BuildFailed', `${run.build_id} has no plan: start it again.`);
  return run.plan;
}
