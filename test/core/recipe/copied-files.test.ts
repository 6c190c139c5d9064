import { copyStep, provisionScripts } from '../../../core/build/plan';
import { filesToCopy } from '../../../core/recipe/copied-files';
import { checkFiles, contentDigest, recipeDigest } from '../../../core/recipe/files';
import { parseRecipe, readRecipe } from '../../../core/recipe/parse';
import { sentenceOf } from '../../../core/recipe/problems';

const digest = 'a'.repeat(64);
const text = (files: string): string =>
  `stack: web\nversion: 1.0.0\nbase: al2023\ninstance_types: [m7i.large]\nprovision: [{ run: ls }]\n${files && `files:\n${files}`}`;
const entry = (fields: string): string => text(`  - { ${fields} }\n`);
const problems = (fields: string): string[] => parseRecipe(entry(fields)).problems.map(sentenceOf);
const place = 'destination: /opt/x';

test('a mode is the text that was written: 0644 and 755 are no numbers', () => {
  const { files } = readRecipe(
    text('  - { source: a, destination: /opt/a, mode: 0644 }\n  - { source: b, destination: /opt/b, mode: 755 }\n'),
  );
  expect(files.map(({ mode, owner }) => [mode, owner])).toEqual([
    ['0644', 'root:root'],
    ['755', 'root:root'],
  ]);
});

test.each([
  ['a destination that is not absolute', 'source: a, destination: opt/x', 'not an absolute path'],
  ['a destination with ..', 'source: a, destination: /opt/../etc/x', 'without ..'],
  ['a destination that ends in /', 'source: a, destination: /opt/', 'without / at its end'],
  ['the root folder', 'source: a, destination: /', 'not an absolute path'],
  ['a destination of the kernel', 'source: a, destination: /proc/x', 'of the kernel'],
  ['a destination of two lines', 'source: a, destination: "/opt/x\\ny"', 'not an absolute path'],
  ['a source outside', `source: ../a, ${place}`, 'not a source'],
  ['an absolute source', `source: /etc/passwd, ${place}`, 'not a source'],
  ['the whole folder of the recipe', `source: ., ${place}`, 'not a source'],
  ['an address without TLS', `source: "http://example.org/a", sha256: ${digest}, ${place}`, 'not a source'],
  ['a password in an address', `source: "https://a:b@example.org/a", sha256: ${digest}, ${place}`, 'not a source'],
  ['a file of this machine as an address', `source: "file:///etc/passwd", sha256: ${digest}, ${place}`, 'not a source'],
  ['a key with ..', `source: "s3://some-bucket/uploads/../a", sha256: ${digest}, ${place}`, 'not a source'],
  ['a blank in an address', `source: "https://example.org/a b", sha256: ${digest}, ${place}`, '%20 for blanks'],
  ['a bucket alone', `source: "s3://some-bucket", sha256: ${digest}, ${place}`, 'not a source'],
  ['an address without a digest', `source: "https://example.org/a", ${place}`, 'needs its digest'],
  ['an object without a digest', `source: "s3://some-bucket/a", ${place}`, 'needs its digest'],
  ['a digest of a file of the recipe', `source: a, sha256: ${digest}, ${place}`, 'leave sha256 out'],
  ['a short digest', `source: "https://example.org/a", sha256: abc, ${place}`, 'not a SHA-256'],
  ['a mode that is not octal', `source: a, mode: 0o644, ${place}`, 'not an octal mode'],
  ['a mode in letters', `source: a, mode: u+x, ${place}`, 'not an octal mode'],
  ['an owner by number', `source: a, owner: 1000, ${place}`, 'not an owner'],
  ['an owner that is a command', `source: a, owner: "$(id)", ${place}`, 'not an owner'],
  ['a field that does not exist', `source: a, content: b, ${place}`, 'unknown key `content`'],
])('%s is refused', (_what, fields, why) => {
  expect(problems(fields).join('\n')).toContain(why);
});

const files = [
  { source: './conf/', destination: '/etc/app', mode: '0644', owner: 'root:root' },
  { source: 'tool', destination: '/usr/bin/tool', mode: '0755', owner: 'root:root' },
];
const copied = (names: string[], entries: readonly (typeof files)[number][] = files) =>
  filesToCopy(entries, names).map(({ from, destination }) => [('file' in from && from.file) || '', destination]);
const thrown = (message: string, details: object = {}) =>
  expect.objectContaining({ message: expect.stringContaining(message), details: expect.objectContaining(details) });

test('a folder is its files, by name, and a file that another begins like is none of them', () => {
  expect(copied(['tool', 'conf/z', 'conf/a/b', 'conf2/c', 'config'])).toEqual([
    ['conf/a/b', '/etc/app/a/b'],
    ['conf/z', '/etc/app/z'],
    ['tool', '/usr/bin/tool'],
  ]);
});

test('what is not there is refused by name and place', () => {
  expect(() => copied(['conf/a'])).toThrow(thrown("files names 'tool'", { entry: 1, missing: ['tool'] }));
});

test('two files with one destination are refused, and a file where another needs a folder', () => {
  const at = (destination: string) => [files[0]!, { ...files[1]!, destination }];
  expect(() => copied(['conf/a', 'tool'], at('/etc/app/a'))).toThrow(thrown("both 'conf/a' and 'tool' to /etc/app/a"));
  expect(() => copied(['conf/a', 'tool'], at('/etc/app'))).toThrow(thrown('to /etc/app, which is then', { entry: 0 }));
  expect(copied(['conf/a', 'tool'], at('/etc/app2'))).toHaveLength(2);
});

test('more files than the limit are refused', () => {
  const names = Array.from({ length: 501 }, (_, index) => `conf/${index}`);
  expect(() => copied(names, [files[0]!])).toThrow(thrown('more than 500 files'));
  expect(copied(names.slice(1), [files[0]!])).toHaveLength(500);
});

describe('a recipe with files', () => {
  const recipe = readRecipe(entry('source: conf, destination: /etc/app'));
  const without = readRecipe(text(''));
  const digests = { 'conf/a': 'a', 'conf/b': 'b' };

  test('may send empty files, and says of large ones how else they reach the machine', () => {
    expect(() => checkFiles(recipe, { 'conf/a': 0 })).not.toThrow();
    expect(() => checkFiles(recipe, { 'conf/a': 1_048_577 })).toThrow(
      expect.objectContaining({
        name: 'TooLarge',
        message: expect.stringMatching(/'conf\/a'.*1 MiB.*s3:\/\/ or https:\/\/ with its sha256/),
      }),
    );
    const five = Object.fromEntries([1, 2, 3, 4, 5].map((name) => [`conf/${name}`, 1_000_000]));
    expect(() => checkFiles(recipe, five)).toThrow(expect.objectContaining({ name: 'TooLarge' }));
  });

  test.each([
    ['recipe', recipeDigest],
    ['content', contentDigest],
  ])('has another %s digest when a file, its place, mode or owner changes', (_what, digestOf) => {
    const first = digestOf(recipe, digests);
    expect(digestOf(recipe, { ...digests, unnamed: 'x' })).toBe(first);
    const changed = [
      digestOf(recipe, { ...digests, 'conf/b': 'c' }),
      digestOf(recipe, { ...digests, 'conf/c': 'c' }),
      digestOf(recipe, { 'conf/a': 'a' }),
      digestOf(readRecipe(entry('source: conf, destination: /etc/ap')), digests),
      digestOf(readRecipe(entry('source: conf, destination: /etc/app, mode: 0600')), digests),
      digestOf(readRecipe(entry('source: conf, destination: /etc/app, owner: ec2-user')), digests),
      digestOf(without, digests),
    ];
    expect(new Set([first, ...changed]).size).toBe(changed.length + 1);
  });

  test('copies them in a step of its own before the scripts, whose name no script takes', () => {
    expect(copyStep(without)).toBeUndefined();
    expect(copyStep(recipe)).toEqual({ name: 'copy-files', timeout_seconds: 3600 });
    const script = { name: 'copy-files', run: 'ls' };
    expect(() => provisionScripts({ ...recipe, provision: [script] })).toThrow(thrown("has the name 'copy-files'"));
    expect(provisionScripts({ ...without, provision: [script] })).toHaveLength(1);
    expect(provisionScripts({ ...recipe, provision: [{ script: 'copy-files.sh' }] })[0]?.name).toBe('copy-files-1');
  });
});
