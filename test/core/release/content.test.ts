import { parseRecipe } from '../../../core/recipe/parse';
import { contentDigest, recipeDigest } from '../../../core/recipe/files';
import type { Recipe } from '../../../core/recipe/schema';
import { compareVersions, withoutBuild } from '../../../core/lib/version';
import { lastBuildNumber } from '../../../core/release/content';
import { satisfies } from '../../../core/lib/version-range';

const text = JSON.stringify({
  stack: 'tool',
  version: '1.0.0',
  base: 'al2023',
  instance_types: ['m7i.large'],
  provision: [{ script: 'install.sh' }],
  test: { run: 'true' },
});
const recipe = (changes: object = {}): Recipe => {
  const { recipe: read, problems } = parseRecipe(JSON.stringify({ ...JSON.parse(text), ...changes }));
  if (!read) throw new Error(JSON.stringify(problems));
  return read;
};
const content = (changes: object = {}, digest = 'd1') => contentDigest(recipe(changes), { 'install.sh': digest });

test.each([
  ['base', { base: 'ubuntu-24.04' }],
  ['types', { instance_types: ['m6i.large'] }],
  ['test', { test: { run: 'false' } }],
  ['limits', { limits: { script: '2h' } }],
  ['regions', { regions: ['eu-west-1'] }],
  ['build numbers', { build_numbers: true }],
])('the content of an image does not change with its %s', (_, changes) => {
  expect(content(changes)).toBe(content());
});

test.each([
  ['scripts', { provision: [{ run: 'true' }] }],
  ['volume', { volume: { size_gb: 20 } }],
  ['cleaning', { cleanup: 'none' }],
  ['packages', { packages: { tool: '1' } }],
])('the content of an image changes with its %s', (_, changes) => {
  expect(content(changes)).not.toBe(content());
});

test('the content of an image changes with its files', () => {
  expect(content({}, 'd2')).not.toBe(content());
});

test('a recipe that numbers its builds is another request, one that does not is the one it was', () => {
  const digest = (changes: object) => recipeDigest(recipe(changes), {});
  expect(digest({ build_numbers: true })).not.toBe(digest({}));
  expect(digest({ build_numbers: false })).toBe(digest({}));
});

test('builds of a version are ordered by their number, after the version and before the next', () => {
  const ordered = ['2.2.0-rc', '2.2.0-rc+1', '2.2.0-rc.1', '2.2.0', '2.2.0+1', '2.2.0+9', '2.2.0+10', '2.2.1'];
  for (const [index, version] of ordered.slice(1).entries())
    expect(compareVersions(ordered[index]!, version)).toBeLessThan(0);
  expect(compareVersions('2.2.0+cu121', '2.2.0')).toBe(0);
});

test.each([
  ['2.2.0+3', '2.2.0', true],
  ['2.2.0+3', '2.2', true],
  ['2.2.0+3', '2.2.0+3', true],
  ['2.2.0+3', '2.2.0+30', false],
  ['2.2.0', '2.2.0+3', false],
  ['2.2.0+3', '>2.2.0', false],
  ['2.2.0+3', '<=2.2.0', true],
  ['2.2.0+3', '~2.2.0', true],
  ['2.2.0+cu121', '2.2.0', true],
])('%s is in %s: %s', (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});

test('the last number of a version is that of its own builds', () => {
  expect([withoutBuild('2.2.0+3'), withoutBuild('2.2.0+cu121')]).toEqual(['2.2.0', '2.2.0+cu121']);
  expect(lastBuildNumber(['2.2.0+3', '2.2.0+10', '2.2.1+12', undefined, '2.2.0'], '2.2.0')).toBe(10);
  expect(lastBuildNumber(['2.2.1+12'], '2.2.0')).toBe(0);
});

test('a version with build metadata is not numbered', () => {
  expect(
    parseRecipe(JSON.stringify({ ...JSON.parse(text), version: '1.0+cu12', build_numbers: true })).problems[0]?.what,
  ).toContain('build_numbers adds its own');
});
