import { SpawnError } from '../../core/errors';
import { nightInput } from '../../core/run/step-inputs';
import { tellEndedRuns } from '../../usecases/run/end';
import { step } from '../../usecases/runtime/step';

/**
 * Ends the records of running runs whose executions have ended or were never started. Throws LeftBehind for runs that
 * could not be checked.
 */
export const handler = step(nightInput, async (_input, now) => {
  const { ended, failed } = await tellEndedRuns(now);
  if (failed.length > 0)
    throw new SpawnError(
      'LeftBehind',
      `${failed.length} runs could not be checked: ${failed.map(({ item, error }) => `${item.build_id} (${error.name})`).join(', ')}. The next nightly run checks them again.`,
    );
  return {
    ended: ended.length,
    lines: ended.map(
      ({ run, end }) =>
        `${run.build_id} was recorded as running, and its execution ${end.status === 'NEVER_STARTED' ? 'was never started' : `has ended (${end.status})`}: its record is ended`,
    ),
  };
});
