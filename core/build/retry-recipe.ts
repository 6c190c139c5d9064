import { SpawnError } from '../errors';
import { canonicalJson } from '../lib/digest';
import type { Recipe } from '../recipe/schema';

// These decide about an image that exists, or about later builds.
const mayDiffer: readonly string[] = [
  'test',
  'vulnerabilities',
  'approval',
  'launch_types',
  'rebuild',
  'base_end_of_life',
];

/**
 * Checks that a retry's recipe made the image of the failed build: only its test, its limits for vulnerabilities, its
 * approval, its launch types and its rebuilds may differ. Throws RecipeChanged with the fields that differ.
 */
export function checkRetryRecipe(
  buildId: string,
  former: { recipe: Recipe; content_digest: string | undefined },
  wanted: { recipe: Recipe; content_digest: string },
): void {
  const keys = [...new Set([...Object.keys(former.recipe), ...Object.keys(wanted.recipe)])] as (keyof Recipe)[];
  const changed = keys.filter(
    (key) => !mayDiffer.includes(key) && textOf(former.recipe[key]) !== textOf(wanted.recipe[key]),
  );
  const files = changed.length === 0 && former.content_digest !== wanted.content_digest ? ['its scripts or files'] : [];
  const differs = [...changed, ...files];
  if (differs.length === 0) return;
  throw new SpawnError(
    'RecipeChanged',
    `the image of ${buildId} was made by another recipe, which differs in ${differs.join(', ')}: change only its test for a retry, or build the recipe.`,
    { build_id: buildId, changed: differs },
  );
}

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
