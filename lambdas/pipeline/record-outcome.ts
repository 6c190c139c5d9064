import { outcomeInput } from '../../core/run/step-inputs';
import { concludeRun } from '../../usecases/run/conclude';
import { step } from '../../usecases/runtime/step';

/** Ends the record of a run and returns the error that the state machine fails with. */
export const handler = step(outcomeInput, async ({ build_id, error, compensation_error }, now) => {
  const { run, outcome } = await concludeRun(build_id, { error, compensation_error }, now);
  return { status: outcome.status, ami_id: run.ami_id, region: run.region, failure: outcome.failure };
});
