import { buildIdOf, operationIdOf } from '../../core/lib/identifier';
import { failureIn, type Outcome } from '../../core/run/outcome';
import type { Run } from '../../core/model/run';
import { withRunEnded } from '../../core/run/progress';
import { getRun, updateRun } from './runs';

/** Records why a run failed, unless a failure is recorded: the first failure is the cause of the later ones. */
export function recordFailure(buildId: string, caught: { Error: string; Cause?: string }, now: Date): Promise<Run> {
  return updateRun(buildId, (run) => (run.failure ? undefined : { failure: failureIn(run, caught) }), now);
}

/** Ends the record of a run with its status, its failure and the stage it was in. Leaves an ended run unchanged. */
export function finishRun(buildId: string, outcome: Outcome, now: Date): Promise<Run> {
  return updateRun(buildId, (run) => (run.status === 'running' ? withRunEnded(run, outcome, now) : undefined), now);
}

/** Returns the run of any kind whose id has that part; undefined when there is none. */
export async function runOfPart(idPart: string): Promise<Run | undefined> {
  const [run] = await getRuns([operationIdOf(idPart), buildIdOf(idPart)]);
  return run;
}

/** Returns the records of several runs, without those that do not exist. */
export async function getRuns(buildIds: readonly string[]): Promise<Run[]> {
  const runs = await Promise.all(buildIds.map((id) => getRun(id)));
  return runs.filter((run) => run !== undefined);
}
