import * as fc from 'fast-check';
import { checkFiles, checkScripts, fileLimits, filesOfRecipe, recipeDigest } from '../../../core/recipe/files';
import {
  cleanupScript,
  limitsOfRecipe,
  provisionScripts,
  testOfRecipe,
  vulnerabilityLimit,
} from '../../../core/build/plan';
import { sentenceOf } from '../../../core/recipe/problems';
import { parseRecipe, readRecipe } from '../../../core/recipe/parse';
import { named } from '../kit/images';

const good = `stack: pytorch
version: 2.10
base: al2023
instance_types: [m7i.large]
volume:
  size_gb: 30
provision:
  - script: scripts/install.sh
    timeout: 30m
  - run: |
      echo hello
test: {script: test.sh, timeout: 5m}
`;
const sentences = (text: string) => parseRecipe(text).problems.map(sentenceOf);

test('a recipe is read with its defaults filled in', () => {
  expect(readRecipe(good)).toMatchObject({
    stack: 'pytorch',
    cleanup: 'default',
    waive: [],
    regions: [],
    limits: { script: '1h', image: '24h' },
    test: { keep_on_failure: false },
  });
});

test('a version is the text that was written: 2.10 is not 2.1', () => {
  expect(readRecipe(good).version).toBe('2.10');
  expect(readRecipe(`${good}tags: {cuda: 12.10, on: true}\n`).tags).toEqual({ cuda: '12.10', on: 'true' });
});

test('a misspelt key is named with its line and column and the key that was meant, and is the only problem', () => {
  expect(sentences(good.replace('provision:', 'provison:'))).toEqual([
    'unknown key `provison` (line 7, column 1): did you mean `provision`?',
  ]);
});

test.each([
  [
    'a misspelt key deeper down',
    good.replace('size_gb', 'size_bg'),
    'unknown key `size_bg` (line 6, column 3): did you mean `size_gb`?',
  ],
  [
    'a number for a duration',
    good.replace('timeout: 30m', 'timeout: 30'),
    '`provision[1].timeout` is "30" (line 9, column 14): not a duration: write, for example, 90m, 2h or 1h30m',
  ],
  [
    'an unknown cleanup',
    `${good}cleanup: nope\n`,
    '`cleanup` is "nope" (line 13, column 10): it must be default, none, or a mapping with `script` or `run`',
  ],
  [
    'an item that nothing waives',
    `${good}waive: [keys]\n`,
    '`waive[1]` is "keys" (line 13, column 9): it must be one of private-keys',
  ],
  ['a version that is not one', good.replace('2.10', 'two'), "'two' is not a version"],
  ['an unknown base', good.replace('al2023', 'al2022'), "the base 'al2022' is unknown"],
  ['a tag that is ours', `${good}tags: {"spawn:managed": yes}\n`, "the tag 'spawn:managed' is reserved for spawn"],
  ['a secret outside of spawn’s', `${good}secrets: {TOKEN: "ssm:/other/token"}\n`, 'not a secret of spawn'],
  [
    'a file outside of the folder',
    good.replace('scripts/install.sh', '../install.sh'),
    'write a relative path without ..',
  ],
  [
    'neither a file nor a text',
    good.replace('script: scripts/install.sh\n    timeout', 'timeout'),
    '`provision[1]` (line 8, column 5): needs either `script` (a file) or `run`',
  ],
  ['both a file and a text', good.replace('test: {', 'test: {run: "true", '), 'and not both'],
  ['no instance type', good.replace('[m7i.large]', '[]'), 'it must have at least 1 item'],
  [
    'a text for a number',
    good.replace('size_gb: 30', 'size_gb: "30"'),
    '`volume.size_gb` is "30" (line 6, column 12): it must be a number',
  ],
  ['a region that is not one', `${good}regions: [eu]\n`, '`regions[1]` is "eu" (line 13, column 11): not a region'],
  [
    'a key twice',
    `${good}stack: other\n`,
    'this key is already in the same mapping: remove one of them (line 13, column 1)',
  ],
  ['no YAML', 'a: [', '(line 1, column 5)'],
  ['a list', '- a', 'it must be a mapping'],
  ['nothing', '', 'the recipe is empty (line 1, column 1)'],
])('%s is refused where it stands', (_, text, sentence) => {
  expect(sentences(text)[0]).toContain(sentence);
});

test('all problems are told at once, in the order of the text', () => {
  const bad = good.replace('al2023', 'al2022').replace('2.10', 'two');
  expect(parseRecipe(bad).problems.map(({ line }) => line)).toEqual([2, 3]);
  // Beside what the schema refuses.
  expect(parseRecipe(`${bad.replace('[m7i.large]', '[large]')}color: red\n`).problems.map(({ what }) => what)).toEqual([
    expect.stringContaining("'two' is not a version"),
    expect.stringContaining("the base 'al2022'"),
    '`instance_types[1]` is "large"',
    'unknown key `color`',
  ]);
  expect(parseRecipe(bad.replace('version: two', 'version: []')).problems.map(({ what }) => what)).toContainEqual(
    expect.stringContaining("the base 'al2022'"),
  );
  expect(sentences('- a')).toHaveLength(1);
  expect(() => readRecipe(bad)).toThrow(
    expect.objectContaining({ name: 'InvalidRecipe', message: expect.stringContaining('and 1 more') }),
  );
});

test('a text that blows up by its aliases is refused and not read', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
  );
  expect(parseRecipe(['a0: &a0 [x]', ...levels].join('\n')).problems).not.toHaveLength(0);
});

test('whatever the text is, reading it gives a recipe or problems with a place, and never throws', () => {
  const piece = fc.constantFrom(
    ...good.split('\n'),
    '  - ',
    'version: [',
    '&a',
    '*a',
    '"',
    '{',
    '}',
    ': :',
    '\t',
    'test:',
    '? x',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 14 }), (lines) => {
      const { recipe, problems } = parseRecipe(lines.join('\n'));
      expect(recipe === undefined).toBe(problems.length > 0);
      for (const { line, column, what } of problems)
        expect([line >= 1, column >= 1, what.length > 0]).toEqual([true, true, true]);
    }),
    { numRuns: 500 },
  );
});

test('known vulnerabilities are looked for where the recipe says so, and where it is silent by the policy of its stack', () => {
  const limit = (text: string, scan_packages: 'build' | 'nightly' | null) =>
    vulnerabilityLimit(readRecipe(`${good}${text}`), { scan_packages });
  expect([limit('', null), limit('vulnerabilities: {scan: false}\n', 'nightly')]).toEqual([undefined, undefined]);
  expect([limit('', 'build'), limit('', 'nightly')]).toEqual(Array(2).fill({ fail_on: 'critical', ignore: [] }));
  expect(limit('vulnerabilities: {fail_on: medium, ignore: [CVE-2024-2961]}\n', null)).toEqual({
    fail_on: 'medium',
    ignore: ['CVE-2024-2961'],
  });
  expect(sentences(`${good}vulnerabilities: {fail_on: low, ignore: [openssl]}\n`)).toEqual([
    expect.stringContaining('`vulnerabilities.fail_on` is "low" (line 13'),
    expect.stringContaining('not the id of a vulnerability'),
  ]);
});

describe('the files of a recipe', () => {
  const recipe = readRecipe(good);
  const sizes = { 'scripts/install.sh': 100, 'test.sh': 50 };

  test('are those that it names, each once', () => {
    expect(filesOfRecipe(readRecipe(`${good}cleanup: {script: test.sh}\n`))).toEqual(['scripts/install.sh', 'test.sh']);
  });

  test('must all be there and say something', () => {
    expect(() => checkFiles(recipe, { 'test.sh': 50 })).toThrow(
      expect.objectContaining({ name: 'InvalidRecipe', message: expect.stringContaining("'scripts/install.sh'") }),
    );
    expect(() => checkFiles(recipe, { ...sizes, 'test.sh': 0 })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('empty') }),
    );
  });

  test('may have a mebibyte each and four together, to the byte', () => {
    expect(() => checkFiles(recipe, { ...sizes, 'test.sh': fileLimits.each })).not.toThrow();
    expect(() => checkFiles(recipe, { ...sizes, 'test.sh': fileLimits.each + 1 })).toThrow(
      expect.objectContaining({ name: 'TooLarge', details: expect.objectContaining({ limit: 1_048_576 }) }),
    );
    const four = { ...sizes, a: fileLimits.each, b: fileLimits.each, c: fileLimits.each, d: fileLimits.each - 150 };
    expect(() => checkFiles(recipe, four)).not.toThrow();
    expect(() => checkFiles(recipe, four, 1)).toThrow(
      expect.objectContaining({ name: 'TooLarge', details: expect.objectContaining({ limit: 4_194_304 }) }),
    );
  });

  test('and the values of the recipe make its digest; comments and the order of keys do not', () => {
    const digests = { 'scripts/install.sh': 'a', 'test.sh': 'b' };
    const lines = good.trimEnd().split('\n');
    const same = readRecipe([lines.at(-1), '# a comment', ...lines.slice(0, -1)].join('\n'));
    expect(recipeDigest(same, { ...digests, 'other.txt': 'c' })).toBe(recipeDigest(recipe, digests));
    expect(recipeDigest(recipe, { ...digests, 'test.sh': 'c' })).not.toBe(recipeDigest(recipe, digests));
    expect(recipeDigest({ ...recipe, regions: ['eu-west-1', 'ap-south-1'] }, digests)).toBe(
      recipeDigest(recipe, digests),
    );
    expect(recipeDigest(readRecipe(good.replace('2.10', '2.1')), digests)).not.toBe(recipeDigest(recipe, digests));
  });
});

describe('the scripts of a recipe', () => {
  test('are called after their files, or numbered, and have the time of the limits unless they say otherwise', () => {
    expect(provisionScripts(readRecipe(good))).toEqual([
      { name: 'install', source: { file: 'scripts/install.sh' }, timeout_seconds: 1800 },
      { name: 'provision-2', source: { text: 'echo hello\n' }, timeout_seconds: 3600 },
    ]);
  });

  test('keep names apart, and refuse one that is given twice', () => {
    const twice = good.replace('- run: |\n      echo hello', '- script: other/install.sh');
    expect(provisionScripts(readRecipe(twice)).map(({ name }) => name)).toEqual(['install', 'install-2']);
    const named = good.replace('- run: |\n      echo hello', '- {script: other.sh, name: install}');
    expect(() => provisionScripts(readRecipe(named))).toThrow(
      expect.objectContaining({ name: 'InvalidRecipe', message: expect.stringContaining("'install'") }),
    );
  });

  test('have no name of a command that the build sends itself: it would be taken as sent, and the builder never cleaned', () => {
    const byFile = good.replace('- run: |\n      echo hello', '- script: other/clean.sh');
    expect(provisionScripts(readRecipe(byFile)).map(({ name }) => name)).toEqual(['install', 'clean-2']);
    const byName = good.replace('- run: |\n      echo hello', '- {script: other.sh, name: clean}');
    expect(() => provisionScripts(readRecipe(byName))).toThrow(
      expect.objectContaining({
        name: 'InvalidRecipe',
        message: expect.stringContaining("has the name 'clean', which is that of the step that cleans the builder"),
      }),
    );
  });

  test('may not run for longer than Systems Manager lets them', () => {
    expect(() => provisionScripts(readRecipe(good.replace('30m', '49h')))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('49h') }),
    );
  });

  test('test on the first instance type unless they name others', () => {
    expect(testOfRecipe(readRecipe(good.replace('[m7i.large]', '[m7i.large, m6i.large]')))).toEqual({
      source: { file: 'test.sh' },
      instance_types: ['m7i.large'],
      timeout_seconds: 300,
      keep_on_failure: false,
    });
    expect(testOfRecipe(readRecipe(good.replace(/test:.*\n/, '')))).toBeUndefined();
  });

  test('clean by default, by nothing, or by a script', () => {
    expect(
      ['', 'cleanup: none\n', 'cleanup: {run: sync}\n'].map((line) => cleanupScript(readRecipe(good + line))),
    ).toEqual(['default', 'none', { text: 'sync' }]);
  });

  test('are not given more time for cleaning than the address lives that its report is written to', () => {
    const cleanSeconds = (text: string) =>
      limitsOfRecipe(readRecipe(`${good}limits: {clean: ${text}}\n`), 8).clean_seconds;
    expect(cleanSeconds('10h')).toBe(36_000);
    expect(() => cleanSeconds('10h1s')).toThrow(
      expect.objectContaining({
        name: 'InvalidRecipe',
        message: expect.stringMatching(/10h1s, and the maximum is 10 hours/),
      }),
    );
  });

  test('have limits in seconds; that of cleaning grows with the disk that is searched, unless the recipe says one', () => {
    const cleanSeconds = (lines: string, sizeGb: number) =>
      limitsOfRecipe(readRecipe(good + lines), sizeGb).clean_seconds;
    expect([cleanSeconds('', 120), cleanSeconds('', 16_384), cleanSeconds('limits: {clean: 20m}\n', 120)]).toEqual([
      4500, 36_000, 1200,
    ]);
    expect(limitsOfRecipe(readRecipe(`${good}limits: {ready: 5m}\n`), 8)).toEqual({
      ready_seconds: 300,
      clean_seconds: 1140,
      stop_seconds: 600,
      image_seconds: 86_400,
      copy_seconds: 86_400,
    });
  });
});

test('a script whose lines end in CR LF is refused, as a file and in the recipe', () => {
  const recipe = readRecipe(
    'stack: a\nversion: 1.0.0\nbase: al2023\ninstance_types: [m7i.large]\nprovision:\n  - script: a.sh\n',
  );
  const check = (text: string) => () => checkScripts(recipe, { 'a.sh': Buffer.from(text) });
  for (const text of ['#!/bin/bash\r\necho hi\r\n', 'echo hi\r\n', '#!/usr/bin/env python3\r\n', '\r\n']) {
    expect(check(text)).toThrow(named('InvalidRecipe', "'a.sh' cannot run: it has Windows line endings (CR LF)"));
  }
  for (const text of ['#!/bin/bash\nprintf "a\\r\\n"\n', '#!/bin/bash\ncat <<END\na\r\nEND\n'])
    expect(check(text)).not.toThrow();
  const inline =
    'stack: a\nversion: 1.0.0\nbase: al2023\ninstance_types: [m7i.large]\nprovision:\n  - run: "#!/bin/bash\\r\\necho\\r\\n"\n';
  expect(() => readRecipe(inline)).toThrow(named('InvalidRecipe', 'has Windows line endings (CR LF)'));
});
