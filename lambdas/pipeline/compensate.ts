import { recordFailure } from '../../aws/catalog/run-ends';
import { enterStage } from '../../aws/catalog/runs';
import { outcomeInput } from '../../core/run/step-inputs';
import { keepBuilder } from '../../usecases/leftover/keep-builder';
import { keepCandidate } from '../../usecases/leftover/keep-candidate';
import { removeLeftovers } from '../../usecases/leftover/remove';
import { step } from '../../usecases/runtime/step';

/**
 * Records why a run failed, if it did, then removes what it created and did not publish, except for a builder or an
 * image that its request wants to keep.
 */
export const handler = step(outcomeInput, async ({ build_id, error }, now) => {
  if (error) {
    const failed = await recordFailure(build_id, error, now);
    await keepBuilder(failed, now);
    await keepCandidate(failed, now);
  } else await enterStage(build_id, 'discard', now);
  await removeLeftovers(build_id, now);
});
