import * as z from 'zod';
import { recordFailure } from '../../aws/catalog/run-ends';
import { getRun, updateRun } from '../../aws/catalog/runs';
import { takeWait, waitsOf } from '../../aws/catalog/waits';
import { describeExecution } from '../../aws/flow/executions';
import { executionEnds, failureOfEnd } from '../../core/run/end';
import { isRunId } from '../../core/lib/identifier';
import type { Caught } from '../../core/run/outcome';
import type { Run } from '../../core/model/run';
import { concludeRun } from '../../usecases/run/conclude';
import { removeLeftovers } from '../../usecases/leftover/remove';
import { rollBackRollout } from '../../usecases/rollout/roll-back';
import { takeBackLaunched } from '../../usecases/leftover/take-back-launched';
import { step } from '../../usecases/runtime/step';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const ended = z.object({
  detail: z.object({ name: z.string(), status: z.enum(executionEnds), error: text, cause: text }),
});

/**
 * Removes what a run created and did not publish. Returns the error if something is left; the record ends in any case.
 */
async function removed(run: Run, now: Date): Promise<Pick<Caught, 'compensation_error'>> {
  try {
    await takeBackLaunched(run.build_id);
    await rollBackRollout(run, now);
    await removeLeftovers(run.build_id, now);
    return {};
  } catch (error) {
    return { compensation_error: { Error: (error as Error).name, Cause: (error as Error).message } };
  }
}

/**
 * Marks a run that never started as given up, and returns whether it did. A later request sees the mark, and a start at
 * the same time is cancelled by it.
 */
async function isGivenUp(run: Run, now: Date): Promise<boolean> {
  await updateRun(run.build_id, { cancel_requested: true }, now);
  return (await describeExecution(run.execution_arn)) === undefined;
}

/**
 * Ends the record of a run whose execution ended without doing so: stopped from outside, failed while recording, or
 * never started. Removes what the run created and did not publish. Leaves an ended record unchanged.
 */
export const handler = step(ended, async ({ detail }, now) => {
  // The name of an execution is the run id. The end of a child execution is handled by its parent.
  const run = isRunId(detail.name) ? await getRun(detail.name) : undefined;
  if (!run || run.status !== 'running') return;
  const error = failureOfEnd(run, detail);
  if (detail.status === 'NEVER_STARTED' && !(await isGivenUp(run, now))) return;
  // Frees the Idempotency-Key for a new run. A cancelled request is not started again.
  if (detail.status === 'NEVER_STARTED' && !run.cancel_requested)
    await updateRun(run.build_id, { start: undefined }, now);
  if (error) await recordFailure(run.build_id, error, now);
  for (const wait of await waitsOf(run.build_id)) await takeWait(wait);
  await concludeRun(run.build_id, error ? { error, ...(await removed(run, now)) } : {}, now);
});
