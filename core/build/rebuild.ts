import { cronDue } from '../lib/cron';
import { nameOfRecipe, parentOf, type StackRecipe } from '../model/stack-recipe';

/** The caller of builds that the nightly run starts. */
export const nightCaller = 'night';

/** The facts that the recipes do not hold. */
export interface RebuildFacts {
  /** Returns the image that the recipe's base names today; undefined when it could not be read. */
  baseOf(recipe: StackRecipe): string | undefined;
  /** Returns whether a build of the stack and variant is running. */
  isRunning(recipe: StackRecipe): boolean;
  /** Returns whether an image of the stack and variant is usable; a variant that was withdrawn is not rebuilt. */
  isUsed(recipe: StackRecipe): boolean;
  /** Returns the number of failures in a row after which the stack is paused. */
  pauseAfter(stack: string): number;
}

export interface RebuildVerdict {
  recipe: StackRecipe;
  verdict: 'due' | 'waits' | 'paused' | 'running' | 'unknown' | 'current';
  reason: string;
}

/**
 * Decides which recipes are rebuilt: those whose base is newer than the one of their last release, or whose schedule
 * is due. Children come after parents: while a rebuild of the parent is due or running, they wait for its release. A
 * stack and variant that failed `pauseAfter` times in a row is paused until a person resumes or builds it. A recipe
 * whose base cannot be read is `unknown` and not built.
 */
export function judgeRebuilds(recipes: readonly StackRecipe[], facts: RebuildFacts, now: Date): RebuildVerdict[] {
  const own = new Map(recipes.map((recipe) => [recipe, judgeAlone(recipe, facts, now)]));
  const isBusy = (stack: string, seen: readonly string[]): boolean =>
    recipes.some(
      (recipe) =>
        recipe.stack === stack &&
        (['due', 'running'].includes(own.get(recipe)!.verdict) || waitsFor(recipe, [...seen, stack]) !== undefined),
    );
  // Stacks that are built on each other in a circle do not wait for each other.
  const waitsFor = (recipe: StackRecipe, seen: readonly string[]): string | undefined => {
    const parent = recipe.rebuild === undefined ? undefined : parentOf(recipe);
    return parent !== undefined && !seen.includes(parent) && isBusy(parent, seen) ? parent : undefined;
  };
  return recipes
    .filter(({ rebuild }) => rebuild !== undefined)
    .map((recipe) => {
      const alone = own.get(recipe)!;
      const parent = waitsFor(recipe, [recipe.stack]);
      if (parent === undefined || !['due', 'current', 'unknown'].includes(alone.verdict)) return alone;
      return { recipe, verdict: 'waits', reason: `waits for the rebuild of its base ${parent}` };
    });
}

function judgeAlone(recipe: StackRecipe, facts: RebuildFacts, now: Date): RebuildVerdict {
  const { rebuild, failures, stack } = recipe;
  const verdictOf = (verdict: RebuildVerdict['verdict'], reason: string): RebuildVerdict => ({
    recipe,
    verdict,
    reason,
  });
  if (facts.isRunning(recipe)) return verdictOf('running', 'a build is running');
  if (rebuild === undefined) return verdictOf('current', 'its recipe has no rebuild setting');
  if (!facts.isUsed(recipe)) return verdictOf('current', 'none of its images is usable');
  if (failures >= facts.pauseAfter(stack)) {
    return verdictOf(
      'paused',
      `failed ${failures} times in a row (${recipe.last_failure ?? 'unknown'}); fix the recipe and build a new version, or run spawn stack resume ${stack}`,
    );
  }
  if (rebuild === 'monthly')
    return now >= aMonthAfter(recipe.built_at)
      ? verdictOf('due', `a month has passed since ${recipe.built_at.slice(0, 10)}`)
      : verdictOf('current', 'less than a month has passed');
  if (rebuild !== 'on-new-base') {
    return cronDue(rebuild.cron, rebuild.time_zone, new Date(recipe.built_at), now)
      ? verdictOf('due', `its schedule is due (${rebuild.cron})`)
      : verdictOf('current', 'its schedule is not due');
  }
  const base = facts.baseOf(recipe);
  if (base === undefined) return verdictOf('unknown', `its base ${recipe.base_source} could not be found`);
  return base === recipe.base_ami
    ? verdictOf('current', 'its base is the newest')
    : verdictOf('due', `newer base (${base}, built on ${recipe.base_ami})`);
}

/** Returns the same day of the next month, or the last day of that month. */
function aMonthAfter(text: string): Date {
  const start = new Date(text);
  const next = new Date(start);
  next.setUTCMonth(start.getUTCMonth() + 1);
  if (next.getUTCDate() !== start.getUTCDate()) next.setUTCDate(0);
  return next;
}

/** Returns the line of the nightly report for a verdict. */
export function rebuildLine({ recipe, verdict, reason }: RebuildVerdict): string {
  return `${nameOfRecipe(recipe)} ${verdict === 'waits' ? '' : `${verdict}: `}${reason}`;
}
