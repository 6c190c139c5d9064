import { getStackRecipe, putStackRecipe } from '../../aws/catalog/stack-recipes';
import type { Outcome } from '../../core/run/outcome';
import { nightCaller } from '../../core/build/rebuild';
import type { Run } from '../../core/model/run';
import { recipeAfterBuild, recipeAfterFailure } from '../../core/model/stack-recipe';

/** Stores the recipe of a published build for automatic rebuilds, and counts a failed nightly rebuild. */
export async function keepRecipe(run: Run, outcome: Outcome, now: Date): Promise<void> {
  const { plan } = run;
  if (run.kind !== 'build' || !plan?.recipe) return;
  const known = await getStackRecipe(plan.stack, plan.variant);
  if (!outcome.published) {
    const failed = outcome.status === 'failed' && run.requested_by === nightCaller;
    if (known && failed)
      await putStackRecipe(
        recipeAfterFailure(known, `${outcome.failure?.name}: ${outcome.failure?.message}`, run.build_id),
      );
    return;
  }
  const { key: recipe_key, ...recipe } = plan.recipe;
  const { stack, variant, version, architecture, gpu, regions, base } = plan;
  const kept = recipeAfterBuild(known, {
    ...recipe,
    ...(run.source && { source: run.source }),
    recipe_key,
    stack,
    variant,
    version,
    architecture,
    gpu,
    regions,
    base_source: base.source,
    base_ami: base.ami_id,
    build_id: run.build_id,
    built_at: now.toISOString(),
    failures: 0,
  });
  if (kept) await putStackRecipe(kept);
}
