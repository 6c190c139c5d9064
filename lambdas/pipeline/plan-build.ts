import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { enterStage, updateRun } from '../../aws/catalog/runs';
import { pipelineFacts } from '../../core/run/machine-inputs';
import { planBuildInput } from '../../core/run/step-inputs';
import { openRun, planOf } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Returns the facts of the plan that the state machine needs: the steps in order, the time limit of each wait, and the
 * image of a retry.
 */
export const handler = step(planBuildInput, async ({ build_id, image }, now) => {
  const run = await openRun(build_id);
  await enterStage(build_id, 'plan', now);
  const left_at = now.toISOString();
  if (run.queue)
    await updateRun(
      build_id,
      ({ queue }) => (queue?.left_at ? undefined : { queue: queue && { ...queue, left_at } }),
      now,
    );
  const plan = planOf(run);
  const facts = pipelineFacts(run, plan, (await getStackPolicy(plan.stack)).accounts);
  return image ? { ...facts, image } : facts;
});
