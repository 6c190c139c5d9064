import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startBuildRequest } from '../../../core/build/request';
import { SpawnError } from '../../../core/errors';
import { checkFiles, filesOfRecipe } from '../../../core/recipe/files';
import { parseRecipe, readRecipe } from '../../../core/recipe/parse';
import { Problem } from '../../../console/client/problem';
import { excerptOf, placesOf } from '../../../console/pages/builds/new/check';
import { base64Of, bytesOf, filesFor, recipeAmong, withFiles } from '../../../console/pages/builds/new/dropped';
import { answerText, costTexts, timeText, type Preview } from '../../../console/pages/builds/new/plan-text';
import { buildBody, buildCommand, durationProblem, noOptions } from '../../../console/pages/builds/new/request';
import { commandOf } from '../kit/command';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, text = '#!/bin/bash\n') => ({ path: name, bytes: bytes(text) });
const example = readFileSync(path.join(__dirname, '../../../examples/pytorch-cpu/recipe.yaml'), 'utf8');

describe('the recipe among dropped files', () => {
  test('is recipe.yaml, the one nearest to the top', () => {
    const files = [file('web/old/recipe.yaml'), file('web/recipe.yml'), file('web/values.yaml')];
    expect(recipeAmong(files)?.path).toBe('web/recipe.yml');
  });

  test('is the only YAML file, and is not guessed among several', () => {
    expect(recipeAmong([file('web.yaml'), file('install.sh')])?.path).toBe('web.yaml');
    expect(recipeAmong([file('a.yaml'), file('b.yaml')])).toBeUndefined();
    expect(recipeAmong([file('install.sh')])).toBeUndefined();
  });
});

describe('with a recipe are sent', () => {
  const text = 'provision:\n  - script: scripts/install.sh\n  - {script: "setup.sh", name: x}\n';

  test('the files that it names, by their path beside it', () => {
    const files = [
      file('web/recipe.yaml', text),
      file('web/scripts/install.sh'),
      file('web/setup.sh'),
      file('web/x.sh'),
    ];
    expect(Object.keys(filesFor(text, 'web/recipe.yaml', files)).sort()).toEqual(['scripts/install.sh', 'setup.sh']);
  });

  test('files that were dropped without their folder, by their name', () => {
    expect(Object.keys(filesFor(text, 'recipe.yaml', [file('install.sh'), file('tall.sh')]))).toEqual([
      'scripts/install.sh',
    ]);
  });

  test('files and folders that are to be copied, and no others', () => {
    const copies = `${text}files:\n  - source: ./conf/\n    destination: /etc/app\n  - { source: "tool", destination: /x }\n`;
    const files = ['conf/a', 'conf/b/c', 'conf2', 'tool', 'other'].map((name) => file(`web/${name}`));
    expect(Object.keys(filesFor(copies, 'web/recipe.yaml', files)).sort()).toEqual(['conf/a', 'conf/b/c', 'tool']);
  });

  test('all files of an example', () => {
    const files = ['recipe.yaml', 'install.sh', 'validate.sh'].map((name) => file(`pytorch-cpu/${name}`));
    expect(Object.keys(filesFor(example, 'pytorch-cpu/recipe.yaml', files))).toEqual(
      filesOfRecipe(readRecipe(example)),
    );
  });

  test('the last one of those with the same path', () => {
    const files = withFiles([file('a.sh', '1'), file('b.sh')], [file('a.sh', '2')]);
    expect(files.map((each) => [each.path, each.bytes.length])).toEqual([
      ['b.sh', 12],
      ['a.sh', 1],
    ]);
  });

  test('bytes as base64 of any length', () => {
    const many = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    expect(base64Of(many)).toBe(Buffer.from(many).toString('base64'));
    expect(bytesOf(base64Of(many))).toEqual(many);
  });
});

describe('a refused recipe', () => {
  /** The problem as the API answers it: the details of the error are members of the answer. */
  const problemOf = (act: () => void): Problem => {
    try {
      act();
    } catch (error) {
      if (error instanceof SpawnError) return new Problem(error.message, error.name, 400, undefined, error.details);
    }
    throw new Error('nothing was refused');
  };

  test('has each of its problems at the line and column that spawn build --check prints', () => {
    const text = 'stack: web\nversoin: 1.0.0\nbase: al2023\ninstance_types: []\nprovision: [{run: x}]\n';
    const places = placesOf(
      problemOf(() => readRecipe(text)),
      text,
    );
    expect(places.map(({ line, column }) => [line, column])).toEqual(
      parseRecipe(text).problems.map(({ line, column }) => [line, column]),
    );
    expect(places[0]).toEqual({ line: 2, column: 1, message: 'unknown key `versoin`: did you mean `version`?' });
    expect(excerptOf(text, { line: 2, column: 5, message: '' })).toBe('versoin: 1.0.0\n    ^');
    expect(excerptOf('', { line: 9, column: 1, message: '' })).toBe('\n^');
  });

  test('names every script that is missing, where the recipe names it', () => {
    const problem = problemOf(() => checkFiles(readRecipe(example), {}));
    expect(placesOf(problem, example)).toEqual([
      { line: 12, column: 13, message: `'install.sh' is missing` },
      { line: 20, column: 11, message: `'validate.sh' is missing` },
    ]);
    const empty = problemOf(() => checkFiles(readRecipe(example), { 'install.sh': 0, 'validate.sh': 1 }));
    expect(placesOf(empty, example)).toMatchObject([{ line: 12, column: 13 }]);
  });

  test('is not told from an error of another kind', () => {
    expect(placesOf(new Problem('x', 'VersionTaken', 409, undefined, { file: 'a' }), example)).toEqual([]);
  });
});

describe('the request', () => {
  const given = { path: 'web/recipe.yaml', text: 'provision: [{script: a.sh}]', files: [file('web/a.sh', 'x')] };
  const everything = {
    name: 'web-1',
    regions: 'eu-west-1, us-west-2',
    market: 'spot' as const,
    discard: false,
    force: true,
    keepFailed: '2h',
    keepCandidate: '1d',
  };

  test('is one that the API takes, and the command starts the same', async () => {
    for (const options of [noOptions, everything, { ...everything, discard: true }]) {
      expect(startBuildRequest.safeParse(buildBody(given, options)).error).toBeUndefined();
      for (const dryRun of [true, false])
        expect(await commandOf(buildCommand(given.path, options, dryRun))).toEqual(['build']);
    }
    expect(buildBody(given, everything)).toMatchObject({
      files: { 'a.sh': 'eA==' },
      regions: ['eu-west-1', 'us-west-2'],
      keep_failed_seconds: 7_200,
      keep_candidate_seconds: 86_400,
    });
    expect(buildBody(given, everything).spot).toBe(true);
    expect(buildBody(given, { ...everything, market: 'on-demand' }).spot).toBe(false);
    expect(buildBody(given, noOptions).spot).toBeUndefined();
    expect(buildCommand(given.path, { ...noOptions, market: 'on-demand' })).toContain('--on-demand');
    expect(buildCommand(given.path, noOptions)).toEqual(['build', 'web/recipe.yaml']);
  });

  test('of a discarded build has no regions and keeps no image, which the API would refuse', () => {
    const options = { ...everything, discard: true };
    expect(buildBody(given, options)).toMatchObject({ discard: true, regions: undefined });
    expect(buildCommand('recipe.yaml', options).join(' ')).toBe(
      'build recipe.yaml --name web-1 --spot --discard --force --keep-failed 2h',
    );
  });

  test('says which duration is none', () => {
    expect(['', '90m', '1d', 'soon', '0m', '5'].map((text) => durationProblem(text) === undefined)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

test('a plan tells what is expected, and what is not known', () => {
  const expected = { based_on: ['bld-1'], unpriced_types: [], unpriced_regions: [], prices_of: '2026-01-01' };
  const preview = { answer: 'start', most_minutes: 120, discard: false, expected } as unknown as Preview;
  expect(answerText({ ...preview, place: 3 })).toBe('Would wait for its turn, at place 3');
  expect(timeText(preview)).toBe('unknown: no earlier build of this stack and variant; at most 2h');
  const known = { ...expected, minutes: 12.5, instances_usd: 0.126, snapshots_usd_per_month: 1.5 };
  expect(timeText({ ...preview, expected: known })).toBe('about 12m30s, as 1 earlier build; at most 2h');
  expect(costTexts({ ...preview, expected: known })).toEqual({ instances: '$0.13', snapshots: '≤ $1.50 a month' });
  const unpriced = { ...expected, unpriced_types: ['p9.large'], unpriced_regions: ['ap-east-9'] };
  expect(costTexts({ ...preview, expected: unpriced })).toEqual({
    instances: 'unpriced: set instance_prices for p9.large',
    snapshots: 'unpriced: set snapshot_prices for ap-east-9',
  });
});
