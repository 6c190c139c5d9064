import { rebuildRuleOf, scheduleChanges, scheduleOf } from '../../../core/build/schedules';
import type { StackRecipe } from '../../../core/model/stack-recipe';

const cron = { cron: '0  4 ? * SUN *', time_zone: 'Europe/Zurich' };
const recipe = { stack: 'tool', variant: 'x86_64', rebuild: cron } as StackRecipe;

test('the policy of the stack decides when it says something, also never, and the recipe otherwise', () => {
  const other = { cron: '0 5 * * ? *', time_zone: 'UTC' };
  expect(rebuildRuleOf(recipe, {})).toBe(cron);
  expect(rebuildRuleOf(recipe, { rebuild_schedule: other })).toBe(other);
  expect(rebuildRuleOf(recipe, { rebuild_schedule: null })).toBeUndefined();
});

test('only a cron expression makes a schedule, whose name changes with it', () => {
  const first = scheduleOf(recipe, cron);
  expect(first).toMatchObject({ expression: 'cron(0 4 ? * SUN *)', time_zone: 'Europe/Zurich' });
  expect(first?.name).toMatch(/^[0-9a-f]{24}-[0-9a-f]{12}$/);
  expect(scheduleOf(recipe, { ...cron, time_zone: 'UTC' })?.name).not.toBe(first?.name);
  for (const rule of ['monthly', 'on-new-base', undefined] as const) expect(scheduleOf(recipe, rule)).toBeUndefined();
});

test('a schedule that is there stays, one that nobody wants goes', () => {
  const wanted = scheduleOf(recipe, cron)!;
  expect(scheduleChanges([wanted], [wanted.name])).toEqual({ create: [], remove: [] });
  expect(scheduleChanges([wanted], ['other'])).toEqual({ create: [wanted], remove: ['other'] });
});
