import { listRunningRuns } from '../../aws/catalog/runs';
import { putEvent } from '../../aws/flow/events';
import { describeExecution } from '../../aws/flow/executions';
import { endOfExecution, type ExecutionEnd } from '../../core/run/end';
import type { Run } from '../../core/model/run';
import { oneByOne, type Failed } from '../runtime/one-by-one';

/**
 * Returns how the execution of a run ended that is recorded as running; undefined while it runs or may still be
 * started.
 */
export async function endOfRun(run: Run, now: Date): Promise<ExecutionEnd | undefined> {
  return endOfExecution(run, await describeExecution(run.execution_arn), now);
}

/**
 * Publishes how the execution of a run ended, so that `compensate-stopped` ends its record and removes what is left.
 */
export async function tellEnd(run: Run, end: ExecutionEnd): Promise<void> {
  await putEvent('Run Stranded', { name: run.build_id, ...end });
}

/** Returns the runs whose executions are running. Publishes an event for each run whose execution has ended. */
export async function reallyRunning(runs: readonly Run[], now: Date): Promise<Run[]> {
  const running: Run[] = [];
  for (const run of runs) {
    const end = await endOfRun(run, now);
    if (end) await tellEnd(run, end);
    else running.push(run);
  }
  return running;
}

/**
 * Checks the executions of all runs that are recorded as running, and publishes an event for each that has ended.
 * Returns the ended runs, and those that could not be checked.
 */
export async function tellEndedRuns(
  now: Date,
): Promise<{ ended: { run: Run; end: ExecutionEnd }[]; failed: Failed<Run>[] }> {
  const ended: { run: Run; end: ExecutionEnd }[] = [];
  const failed = await oneByOne(
    await listRunningRuns(['build', 'create', 'test', 'replicate', 'launch', 'rollout']),
    async (run) => {
      const end = await endOfRun(run, now);
      if (!end) return;
      await tellEnd(run, end);
      ended.push({ run, end });
    },
  );
  return { ended, failed };
}
