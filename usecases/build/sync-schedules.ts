import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { listStackRecipes } from '../../aws/catalog/stack-recipes';
import { createRebuildSchedule, deleteRebuildSchedule, rebuildSchedules } from '../../aws/flow/rebuild-schedules';
import {
  rebuildRuleOf,
  scheduleChanges,
  scheduleOf,
  schedulePrefix,
  type RebuildSchedule,
} from '../../core/build/schedules';
import type { StackRecipe } from '../../core/model/stack-recipe';
import { policyOf, type StackPolicy } from '../../core/stack/policy';

/** Brings the schedule of one stack and variant in line with its recipe and the policy of the stack. */
export async function syncSchedule(recipe: StackRecipe, policy: StackPolicy): Promise<void> {
  const wanted = scheduleOf(recipe, rebuildRuleOf(recipe, policy));
  await change(wanted ? [wanted] : [], await rebuildSchedules(schedulePrefix(recipe)));
}

/**
 * Brings all schedules in line with the recipes and policies, since a schedule may be missing after a failure. Returns
 * how many were created or deleted.
 */
export async function syncSchedules(): Promise<number> {
  const [recipes, policies, present] = [await listStackRecipes(), await listStackPolicies(), await rebuildSchedules()];
  const wanted = recipes.flatMap((recipe) => {
    const policy = policyOf(policies.find(({ stack }) => stack === recipe.stack));
    return scheduleOf(recipe, rebuildRuleOf(recipe, policy)) ?? [];
  });
  return change(wanted, present);
}

/** Creates first, so that a change never leaves a stack without a schedule. */
async function change(wanted: readonly RebuildSchedule[], present: readonly string[]): Promise<number> {
  const { create, remove } = scheduleChanges(wanted, present);
  for (const schedule of create) await createRebuildSchedule(schedule);
  for (const name of remove) await deleteRebuildSchedule(name);
  return create.length + remove.length;
}
