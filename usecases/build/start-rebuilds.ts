import { allImages } from '../../aws/catalog/releases';
import { listRuns } from '../../aws/catalog/runs';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { listStackRecipes, putStackRecipe } from '../../aws/catalog/stack-recipes';
import { environment } from '../../aws/client/environment';
import { getText } from '../../aws/storage/objects';
import { parseBase } from '../../core/model/base';
import { SpawnError } from '../../core/errors';
import {
  judgeRebuilds,
  nightCaller,
  rebuildLine,
  type RebuildFacts,
  type RebuildVerdict,
} from '../../core/build/rebuild';
import type { KeptRecipe } from '../../core/recipe/kept';
import { recipeSchema } from '../../core/recipe/schema';
import { rebuildRuleOf } from '../../core/build/schedules';
import { policyOf, type StackPolicy } from '../../core/stack/policy';
import { nameOfRecipe, recipeAfterFailure, type StackRecipe } from '../../core/model/stack-recipe';
import { beginBuild } from './begin';
import { imageIdOf } from './resolve-base';
import { logger } from '../runtime/step';

// No deployment allows more simultaneous builds.
const mostRunning = 100;
const sameRecipe = (one: { stack?: string; variant?: string }, other: StackRecipe): boolean =>
  one.stack === other.stack && one.variant === other.variant;

/**
 * Returns the current base image of each recipe; undefined for a base that was not found. Looks up each source once.
 */
async function basesOf(recipes: readonly StackRecipe[]): Promise<Map<string, string | undefined>> {
  const bases = new Map<string, string | undefined>();
  for (const recipe of recipes.filter(({ rebuild }) => rebuild === 'on-new-base')) {
    const key = baseKey(recipe);
    if (bases.has(key)) continue;
    try {
      bases.set(
        key,
        await imageIdOf(parseBase(recipe.base_source), environment().homeRegion, recipe.architecture, recipe.gpu),
      );
    } catch (error) {
      if (!(error instanceof SpawnError)) throw error;
      logger.warn('a base could not be found', { error_name: error.name });
      bases.set(key, undefined);
    }
  }
  return bases;
}

function baseKey({ base_source, architecture, gpu }: StackRecipe): string {
  return `${base_source} ${architecture} ${gpu}`;
}

/**
 * Judges all recipes and starts the builds that are due, if `wanted` accepts them. Returns counts, and lines for the
 * report.
 */
export async function startRebuilds(
  now: Date,
  wanted: (recipe: StackRecipe) => boolean = () => true,
): Promise<{ started: number; paused: number; lines: string[] }> {
  const policies = await listStackPolicies();
  const policyFor = (stack: string): StackPolicy => policyOf(policies.find((record) => record.stack === stack));
  const stored = await listStackRecipes();
  const recipes: StackRecipe[] = stored.map((recipe) => ({
    ...recipe,
    rebuild: rebuildRuleOf(recipe, policyFor(recipe.stack)),
  }));
  if (!recipes.some((recipe) => recipe.rebuild !== undefined && wanted(recipe)))
    return { started: 0, paused: 0, lines: [] };
  const [images, { runs }, bases] = [
    await allImages('all'),
    await listRuns({ kind: 'build', status: 'running', limit: mostRunning }),
    await basesOf(recipes),
  ];
  const facts: RebuildFacts = {
    baseOf: (recipe) => bases.get(baseKey(recipe)),
    isRunning: (recipe) => runs.some((run) => sameRecipe(run, recipe)),
    isUsed: (recipe) =>
      images.some(
        (image) =>
          sameRecipe(image, recipe) &&
          image.state === 'available' &&
          image.lifecycle === 'published' &&
          !image.deprecated,
      ),
    pauseAfter: (stack) => policyFor(stack).pause_after_failures ?? Infinity,
  };
  const verdicts = judgeRebuilds(recipes, facts, now).filter(({ recipe }) => wanted(recipe));
  const others = verdicts.filter(({ verdict }) => ['waits', 'paused', 'unknown'].includes(verdict)).map(rebuildLine);
  const lines: string[] = [];
  let started = 0;
  for (const verdict of verdicts.filter((each) => each.verdict === 'due')) {
    const { line, ok } = await begin(verdict, stored[recipes.indexOf(verdict.recipe)] ?? verdict.recipe, now);
    lines.push(line);
    started += ok ? 1 : 0;
  }
  return {
    started,
    paused: verdicts.filter(({ verdict }) => verdict === 'paused').length,
    lines: [...lines, ...others].slice(0, 60),
  };
}

/**
 * Starts one build. A refusal counts as a failure of the recipe, except for the cap of builds: the build is due again
 * in the next night.
 */
async function begin(
  { reason }: RebuildVerdict,
  recipe: StackRecipe,
  now: Date,
): Promise<{ line: string; ok: boolean }> {
  try {
    const text = await getText(recipe.recipe_key);
    if (text === undefined)
      throw new SpawnError('InvalidRecipe', 'its recipe is no longer in the bucket: start a build of it', {
        recipe_key: recipe.recipe_key,
      });
    const stored = JSON.parse(text) as KeptRecipe;
    // Checked again: this version of spawn may have other defaults or rules than the one that stored the recipe.
    const read = recipeSchema.safeParse(stored.recipe);
    if (!read.success)
      throw new SpawnError('InvalidRecipe', 'its recipe is no longer valid: correct it and start a build', {
        recipe_key: recipe.recipe_key,
      });
    const files = new Map(
      Object.entries(stored.files).map(([name, content]) => [name, Buffer.from(content, 'base64')]),
    );
    const begun = await beginBuild({
      recipe: read.data,
      recipe_text: stored.text,
      recipe_size: 0,
      source: recipe.source,
      files,
      regions: recipe.regions,
      account: recipe.account,
      caller: nightCaller,
      force: true,
      now,
    });
    return {
      line: `${nameOfRecipe(recipe)} is being rebuilt: ${reason}${'run' in begun ? `, as ${begun.run.build_id}` : ''}`,
      ok: true,
    };
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    if (error.name !== 'LimitExceeded')
      await putStackRecipe(recipeAfterFailure(recipe, `${error.name}: ${error.message}`));
    return { line: `${nameOfRecipe(recipe)} is due (${reason}) and could not be started: ${error.message}`, ok: false };
  }
}
