import { judgeRebuilds, type RebuildFacts } from '../../../core/build/rebuild';
import { recipeAfterBuild, recipeAfterFailure, type StackRecipe } from '../../../core/model/stack-recipe';

const now = new Date('2026-03-01T03:00:00Z');
const recipe = (changes: Partial<StackRecipe> = {}): StackRecipe => ({
  stack: 'tool',
  variant: 'x86_64',
  version: '1.0.0',
  build_id: 'bld-1',
  built_at: '2026-02-10T12:00:00Z',
  architecture: 'x86_64',
  gpu: false,
  base_source: 'al2023',
  base_ami: 'ami-old',
  regions: [],
  account: '123456789012',
  recipe_key: 'files/a',
  rebuild: 'on-new-base',
  failures: 0,
  ...changes,
});
const facts = (changes: Partial<RebuildFacts> = {}): RebuildFacts => ({
  baseOf: () => 'ami-new',
  isRunning: () => false,
  isUsed: () => true,
  pauseAfter: () => 3,
  ...changes,
});
const judged = (recipes: StackRecipe[], changes: Partial<RebuildFacts> = {}) =>
  judgeRebuilds(recipes, facts(changes), now).map((each) => [each.recipe.stack, each.verdict]);

test('a recipe is built again when its base is newer, and not while it is the one that it was built on', () => {
  expect(judged([recipe()])).toEqual([['tool', 'due']]);
  expect(judged([recipe({ base_ami: 'ami-new' })])).toEqual([['tool', 'current']]);
  expect(judged([recipe({ rebuild: undefined })])).toEqual([]);
});

test('what cannot be told builds nothing', () => {
  expect(judged([recipe()], { baseOf: () => undefined })).toEqual([['tool', 'unknown']]);
});

test.each([
  ['2026-02-01T03:00:00Z', 'due'],
  ['2026-02-01T03:00:01Z', 'current'],
  ['2026-01-31T12:00:00Z', 'due'],
])('monthly: last built %s is %s on the first of March', (built_at, verdict) => {
  expect(judged([recipe({ rebuild: 'monthly', built_at })])).toEqual([['tool', verdict]]);
});

test('a month after the 31st of January is the last of February', () => {
  const built = recipe({ rebuild: 'monthly', built_at: '2026-01-31T03:00:00Z' });
  expect(judgeRebuilds([built], facts(), new Date('2026-02-28T02:59:59Z'))[0]?.verdict).toBe('current');
  expect(judgeRebuilds([built], facts(), new Date('2026-02-28T03:00:00Z'))[0]?.verdict).toBe('due');
});

test('a schedule of the recipe’s own counts from the last build', () => {
  const rebuild = { cron: '0 2 1 * ? *', time_zone: 'UTC' };
  expect(judged([recipe({ rebuild })])).toEqual([['tool', 'due']]);
  expect(judged([recipe({ rebuild, built_at: '2026-03-01T02:30:00Z' })])).toEqual([['tool', 'current']]);
});

test('children wait while the rebuild of a parent is due or runs, over generations', () => {
  const family = [
    recipe({ stack: 'leaf', base_source: 'stack:middle@1.x' }),
    recipe({ stack: 'middle', base_source: 'stack:root' }),
    recipe({ stack: 'root' }),
  ];
  expect(judged(family)).toEqual([
    ['leaf', 'waits'],
    ['middle', 'waits'],
    ['root', 'due'],
  ]);
  const basis = (each: StackRecipe) => (each.stack === 'root' ? each.base_ami : 'ami-new');
  expect(judged(family, { baseOf: basis })).toEqual([
    ['leaf', 'waits'],
    ['middle', 'due'],
    ['root', 'current'],
  ]);
  expect(judged(family, { isRunning: ({ stack }) => stack === 'root' })).toEqual([
    ['leaf', 'waits'],
    ['middle', 'waits'],
    ['root', 'running'],
  ]);
});

test('a parent that is paused does not hold its children back', () => {
  const family = [recipe({ stack: 'child', base_source: 'stack:root' }), recipe({ stack: 'root', failures: 3 })];
  expect(judged(family)).toEqual([
    ['child', 'due'],
    ['root', 'paused'],
  ]);
});

test('stacks that are built on each other in a circle do not wait for ever', () => {
  const circle = [recipe({ stack: 'a', base_source: 'stack:b' }), recipe({ stack: 'b', base_source: 'stack:a' })];
  expect(judged(circle).map(([, verdict]) => verdict)).toContain('waits');
  expect(judged(circle, { baseOf: ({ base_ami }) => base_ami })).toEqual([
    ['a', 'current'],
    ['b', 'current'],
  ]);
});

test('after three failures in a row a recipe is paused, and what nobody may use any more is left alone', () => {
  const failed = recipeAfterFailure(
    recipeAfterFailure(recipeAfterFailure(recipe(), 'one', 'bld-2'), 'two', 'bld-3'),
    'two',
    'bld-3',
  );
  expect(failed).toMatchObject({ failures: 2, last_failure: 'two' });
  expect(judged([failed])).toEqual([['tool', 'due']]);
  expect(judged([recipeAfterFailure(failed, 'three', 'bld-4')])).toEqual([['tool', 'paused']]);
  expect(judged([recipe()], { isUsed: () => false })).toEqual([['tool', 'current']]);
});

test('a build of an older version does not take the place of a newer one’s recipe; one of the same or a newer does, and ends failures', () => {
  const known = recipe({ version: '2.10.0', failures: 3 });
  expect(recipeAfterBuild(known, recipe({ version: '2.9.0' }))).toBeUndefined();
  expect(recipeAfterBuild(known, recipe({ version: '2.10.0' }))).toMatchObject({ version: '2.10.0', failures: 0 });
});
