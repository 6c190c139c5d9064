import { sha256 } from '../lib/digest';
import { nameOfRecipe, type RebuildRule, type StackRecipe } from '../model/stack-recipe';
import type { StackPolicy } from '../stack/policy';

/** A schedule that starts the rebuild of one stack and variant at its minute. */
export interface RebuildSchedule {
  name: string;
  description: string;
  expression: string;
  time_zone: string;
  input: { stack: string; variant: string };
}

/** Returns when a recipe is rebuilt: the schedule of its stack's policy wins over what the recipe says. */
export function rebuildRuleOf(
  recipe: Pick<StackRecipe, 'rebuild'>,
  { rebuild_schedule }: Pick<StackPolicy, 'rebuild_schedule'>,
): RebuildRule | undefined {
  return rebuild_schedule === undefined ? recipe.rebuild : (rebuild_schedule ?? undefined);
}

/** Returns what the names of all schedules of a stack and variant begin with. */
export function schedulePrefix({ stack, variant }: Pick<StackRecipe, 'stack' | 'variant'>): string {
  return `${sha256(`${stack}\n${variant}`).slice(0, 24)}-`;
}

/**
 * Returns the schedule of a recipe; undefined when it is rebuilt by another rule, or never. Its name says what it does,
 * so that a changed schedule has another name, and a schedule with the right name needs no change.
 */
export function scheduleOf(recipe: StackRecipe, rule: RebuildRule | undefined): RebuildSchedule | undefined {
  if (typeof rule !== 'object') return undefined;
  const { stack, variant } = recipe;
  const { cron, time_zone } = rule;
  return {
    name: `${schedulePrefix(recipe)}${sha256(`${cron}\n${time_zone}`).slice(0, 12)}`,
    description: `Rebuilds ${nameOfRecipe(recipe)}`.slice(0, 512),
    expression: `cron(${cron.trim().replace(/\s+/g, ' ')})`,
    time_zone,
    input: { stack, variant },
  };
}

/** Returns the schedules to create, and the names of those to delete. */
export function scheduleChanges(
  wanted: readonly RebuildSchedule[],
  present: readonly string[],
): { create: RebuildSchedule[]; remove: string[] } {
  return {
    create: wanted.filter(({ name }) => !present.includes(name)),
    remove: present.filter((name) => !wanted.some((each) => each.name === name)),
  };
}
