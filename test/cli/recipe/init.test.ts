import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseFamilies } from '../../../core/model/base';
import { parseRecipe } from '../../../core/recipe/parse';
import { spawn } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-init-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const init = (words: string[], typed?: string[]) => spawn(['init', ...words], { directory, typed });
const recipeIn = (folder: string) => parseRecipe(readFileSync(join(directory, folder, 'recipe.yaml'), 'utf8')).recipe;

test.each(baseFamilies)(
  'what it writes for %s passes spawn build --check, with a test and executable scripts',
  async (base) => {
    const written = await init(['tool', '--base', base, '--stack', 'tool', '--region', 'eu-west-1']);
    expect([written.code, written.err, written.requests]).toEqual([0, '', []]);
    expect(readdirSync(join(directory, 'tool')).sort()).toEqual(['install.sh', 'recipe.yaml', 'test.sh']);
    for (const script of ['install.sh', 'test.sh'])
      expect(statSync(join(directory, 'tool', script)).mode & 0o111).not.toBe(0);
    expect(recipeIn('tool')).toMatchObject({
      stack: 'tool',
      base,
      regions: ['eu-west-1'],
      test: { script: 'test.sh' },
    });
    expect(await spawn(['build', '--check', 'tool'], { directory })).toMatchObject({
      code: 0,
      out: 'tool/recipe.yaml: the recipe is valid\n',
      err: expect.stringMatching(/^Not checked: [^\n]*\n$/),
    });
  },
);

test('in a terminal it asks for base, name and regions, and takes a name or the default', async () => {
  const { code, err, out } = await init(['My Tool'], ['3', '', 'eu-west-1, us-west-2']);
  expect([code, out]).toEqual([0, expect.stringContaining("spawn build 'My Tool/recipe.yaml' --check")]);
  expect(err).toContain('  3  ubuntu-24.04  Ubuntu 24.04\n');
  expect(recipeIn('My Tool')).toMatchObject({
    base: 'ubuntu-24.04',
    stack: 'my-tool',
    regions: ['eu-west-1', 'us-west-2'],
  });
});

test('it asks only for what no flag gives, and for nothing with --yes', async () => {
  const asked = await init(['a', '--base', 'al2023', '--region', 'eu-west-1'], ['other']);
  expect([asked.code, asked.err]).toEqual([0, 'Name of the stack [a]: ']);
  expect(recipeIn('a')?.stack).toBe('other');
  expect(await init(['b', '--yes'], [])).toMatchObject({ code: 0, err: '' });
  expect(recipeIn('b')).toMatchObject({ base: 'al2023', stack: 'b', regions: [] });
});

test('without a terminal the flags that are missing are named', async () => {
  const refused = await init(['a', '--stack', 'x']);
  expect([refused.code, refused.err]).toEqual([2, 'error: --base is missing: set it, or use --yes for the defaults\n']);
  expect(readdirSync(directory)).toEqual([]);
});

test('a file that exists is named and kept, and nothing is written', async () => {
  writeFileSync(join(directory, 'test.sh'), 'mine');
  const refused = await init(['--yes']);
  expect([refused.code, refused.out]).toEqual([4, '']);
  expect(refused.err).toBe(
    'error: test.sh exists already; nothing was written\nName another folder, or move it away: spawn init FOLDER\n',
  );
  expect(readdirSync(directory)).toEqual(['test.sh']);
});

test.each([
  [['--yes', '--stack', 'My Stack!'], 'stack'],
  [['--yes', '--stack', 'x', '--region', 'Frankfurt'], 'Frankfurt'],
])('%j would make a recipe that is not valid: refused, and nothing is written', async (words, named) => {
  const refused = await init(words);
  expect([refused.code, refused.out, refused.err]).toEqual([2, '', expect.stringContaining(named)]);
  expect(readdirSync(directory)).toEqual([]);
});

test('an answer that is no base, and the end of the input, write nothing', async () => {
  expect(await init([], ['9'])).toMatchObject({ code: 2, err: expect.stringContaining("'9' is not a base image") });
  expect(await init([], [])).toMatchObject({ code: 1, err: expect.stringContaining('Aborted') });
  expect(readdirSync(directory)).toEqual([]);
});

test('in JSON it names the files', async () => {
  expect(JSON.parse((await init(['--yes', '-o', 'json'])).out)).toEqual({
    files: ['recipe.yaml', 'install.sh', 'test.sh'],
  });
});
