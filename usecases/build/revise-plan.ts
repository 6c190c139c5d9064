import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeInstanceTypes } from '../../aws/instance/types';
import { getText } from '../../aws/storage/objects';
import { vulnerabilityLimit } from '../../core/build/plan';
import { checkRetryRecipe } from '../../core/build/retry-recipe';
import { SpawnError } from '../../core/errors';
import { checkFits } from '../../core/instance/type';
import { sha256 } from '../../core/lib/digest';
import type { BuildPlan, Run } from '../../core/model/run';
import { checkFiles, checkScripts, contentDigest, recipeDigest } from '../../core/recipe/files';
import type { KeptRecipe } from '../../core/recipe/kept';
import { recipeSchema, type Recipe } from '../../core/recipe/schema';
import { approvalRule } from '../../core/run/approval';
import { planOf } from '../run/require-open';
import { checkAllowedTypes, checkTested } from './check-plan';
import { keepRecipe, plannedTest } from './plan';

/** A recipe with another test for the retry of a failed build. */
export interface RevisedRecipe {
  recipe: Recipe;
  recipe_text: string;
  files: ReadonlyMap<string, Uint8Array>;
  source?: Run['source'];
}

/**
 * Returns the plan of a failed build with the test, limits and approval of a revised recipe. Throws RecipeChanged when
 * the recipe would make another image, and the refusals of a build for its test.
 */
export async function revisedPlan(
  former: Run,
  revised: RevisedRecipe,
): Promise<{ plan: BuildPlan; recipe_digest: string }> {
  const plan = planOf(former);
  const { recipe, files } = revised;
  const sizes = Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length]));
  checkFiles(recipe, sizes, Buffer.byteLength(revised.recipe_text));
  checkScripts(recipe, Object.fromEntries(files));
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  checkRetryRecipe(
    former.build_id,
    { recipe: await recipeOf(former, plan), content_digest: former.content_digest },
    { recipe, content_digest: contentDigest(recipe, digests) },
  );
  const policy = await getStackPolicy(plan.stack);
  checkTested(recipe, policy.require_tests);
  const test = await plannedTest({ recipe, files });
  await checkTestTypes(plan, test?.instance_types ?? []);
  const request = { ...revised, account: plan.recipe?.account ?? '' };
  return {
    recipe_digest: recipeDigest(recipe, digests),
    plan: {
      ...plan,
      test,
      recipe: await keepRecipe(request),
      vulnerabilities: vulnerabilityLimit(recipe, policy),
      approval: approvalRule(recipe, policy),
      launch_types: recipe.launch_types === 'any' ? undefined : recipe.launch_types,
    },
  };
}

/** Returns the stored recipe of a build. Throws NoRecipe when it is no longer in the bucket. */
async function recipeOf({ build_id }: Run, { recipe }: BuildPlan): Promise<Recipe> {
  const text = recipe && (await getText(recipe.key));
  const read = text === undefined ? undefined : recipeSchema.safeParse((JSON.parse(text) as KeptRecipe).recipe);
  if (read?.success) return read.data;
  throw new SpawnError(
    'NoRecipe',
    `the recipe of ${build_id} is no longer in the bucket, so another one cannot be compared with it: retry without a recipe.`,
    { build_id },
  );
}

async function checkTestTypes({ stack, architecture }: BuildPlan, types: readonly string[]): Promise<void> {
  const { homeRegion, settings } = environment();
  checkAllowedTypes(types, settings.allowed_instance_types);
  for (const type of await describeInstanceTypes(homeRegion, [...types]))
    checkFits({ ami_id: `the image of ${stack}`, architecture }, type);
}
