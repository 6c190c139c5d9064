import { recordFailure } from '../../aws/catalog/run-ends';
import { enterStage } from '../../aws/catalog/runs';
import { outcomeInput } from '../../core/run/step-inputs';
import { removeLeftovers } from '../../usecases/leftover/remove';
import { step } from '../../usecases/runtime/step';

/** Records why a run failed, if it did, then removes what it created and did not publish. */
export const handler = step(outcomeInput, async ({ build_id, error }, now) => {
  if (error) await recordFailure(build_id, error, now);
  else await enterStage(build_id, 'discard', now);
  await removeLeftovers(build_id, now);
});
