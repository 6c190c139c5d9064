import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { getStackRecipe } from '../../aws/catalog/stack-recipes';
import type { Run } from '../../core/model/run';
import { outcomeInput } from '../../core/run/step-inputs';
import { syncSchedule } from '../../usecases/build/sync-schedules';
import { concludeRun } from '../../usecases/run/conclude';
import { logger, step } from '../../usecases/runtime/step';

/** Ends the record of a run and returns the error that the state machine fails with. */
export const handler = step(outcomeInput, async ({ build_id, error, compensation_error }, now) => {
  const { run, outcome } = await concludeRun(build_id, { error, compensation_error }, now);
  if (outcome.published) await scheduleRebuilds(run);
  return { status: outcome.status, ami_id: run.ami_id, region: run.region, failure: outcome.failure };
});

/**
 * Brings the schedule of rebuilds in line with the recipe of a published build. A failure does not fail the build: the
 * next nightly run makes the schedule, and its report says so.
 */
async function scheduleRebuilds({ kind, plan }: Run): Promise<void> {
  if (kind !== 'build' || !plan) return;
  try {
    const recipe = await getStackRecipe(plan.stack, plan.variant);
    if (recipe) await syncSchedule(recipe, await getStackPolicy(recipe.stack));
  } catch (error) {
    logger.warn('the schedule of rebuilds could not be changed', { error_name: (error as Error).name });
  }
}
