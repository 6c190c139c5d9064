import { buildIdOf, operationIdOf } from '../../core/lib/identifier';
import { failureIn, type Outcome } from '../../core/run/outcome';
import type { Run } from '../../core/model/run';
import { withRunEnded } from '../../core/run/progress';
import { getRun, updateRun } from './runs';

/** Notes why a run failed, if nothing is noted yet: the first failure is the cause of those after it. */
export function recordFailure(buildId: string, caught: { Error: string; Cause?: string }, now: Date): Promise<Run> {
  return updateRun(buildId, (run) => (run.failure ? undefined : { failure: failureIn(run, caught) }), now);
}

/**
 * Ends the record of a run: its status, why it failed, and the stage that it was in. A run that has ended stays as it
 * is.
 */
export function finishRun(buildId: string, outcome: Outcome, now: Date): Promise<Run> {
  return updateRun(buildId, (run) => (run.status === 'running' ? withRunEnded(run, outcome, now) : undefined), now);
}

/** The run, a build or not, whose id has that part; undefined when none is recorded. */
export async function runOfPart(idPart: string): Promise<Run | undefined> {
  const [run] = await getRuns([operationIdOf(idPart), buildIdOf(idPart)]);
  return run;
}

/** The records of several runs; those that do not exist are not among them. */
export async function getRuns(buildIds: readonly string[]): Promise<Run[]> {
  const runs = await Promise.all(buildIds.map((id) => getRun(id)));
  return runs.filter((run) => run !== undefined);
}
