import { cronDue } from '../lib/cron';
import { nameOfRecipe, parentOf, type StackRecipe } from '../model/stack-recipe';

/** Who asks for a build that the night begins. */
export const nightCaller = 'night';

/** What is known beside the recipes. */
export interface RebuildFacts {
  /** The image that the recipe's base names today; undefined when it could not be told. */
  baseOf(recipe: StackRecipe): string | undefined;
  /** Whether a build of the stack and variant runs. */
  isRunning(recipe: StackRecipe): boolean;
  /** Whether an image of the stack and variant is in use; nobody wants what was withdrawn altogether. */
  isUsed(recipe: StackRecipe): boolean;
  /** After how many failures in a row the stack is paused. */
  pauseAfter(stack: string): number;
}

export interface RebuildVerdict {
  recipe: StackRecipe;
  verdict: 'due' | 'waits' | 'paused' | 'running' | 'unknown' | 'current';
  reason: string;
}

/**
 * Which recipes are to be built anew: those whose base is newer than the one that their last release was built on, or
 * whose time has come, if the recipe says so. Children come after parents: while the rebuild of a parent is due or
 * runs, its children wait for the release that it publishes. A stack and variant that failed so many times in a row is
 * paused until it is resumed or built by a person. What cannot be told is `unknown`, and nothing is built for it.
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
      return { recipe, verdict: 'waits', reason: `waits for ${parent}, which it is built on` };
    });
}

function judgeAlone(recipe: StackRecipe, facts: RebuildFacts, now: Date): RebuildVerdict {
  const { rebuild, failures, stack } = recipe;
  const told = (verdict: RebuildVerdict['verdict'], reason: string): RebuildVerdict => ({ recipe, verdict, reason });
  if (facts.isRunning(recipe)) return told('running', 'a build of it runs');
  if (rebuild === undefined) return told('current', 'its recipe asks for no rebuild');
  if (!facts.isUsed(recipe)) return told('current', 'none of its images may be used any more');
  if (failures >= facts.pauseAfter(stack)) {
    return told(
      'paused',
      `failed ${failures} times in a row (${recipe.last_failure ?? 'unknown'}); mend it and build it as a new version, or spawn stack resume ${stack}`,
    );
  }
  if (rebuild === 'monthly')
    return now >= aMonthAfter(recipe.built_at)
      ? told('due', `a month has passed since ${recipe.built_at.slice(0, 10)}`)
      : told('current', 'not yet a month');
  if (rebuild !== 'on-new-base') {
    return cronDue(rebuild.cron, rebuild.time_zone, new Date(recipe.built_at), now)
      ? told('due', `its time has come (${rebuild.cron})`)
      : told('current', 'its time has not come');
  }
  const base = facts.baseOf(recipe);
  if (base === undefined) return told('unknown', `its base ${recipe.base_source} could not be found`);
  return base === recipe.base_ami
    ? told('current', 'its base is the newest')
    : told('due', `newer base (${base}, built on ${recipe.base_ami})`);
}

/** The same day of the next month, or its last day. */
function aMonthAfter(text: string): Date {
  const start = new Date(text);
  const next = new Date(start);
  next.setUTCMonth(start.getUTCMonth() + 1);
  if (next.getUTCDate() !== start.getUTCDate()) next.setUTCDate(0);
  return next;
}

/** A sentence of the report for a verdict that people should hear of. */
export function rebuildLine({ recipe, verdict, reason }: RebuildVerdict): string {
  return `${nameOfRecipe(recipe)} ${verdict === 'waits' ? '' : `${verdict}: `}${reason}`;
}
