import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-recipe-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const id = 'ami-0123456789abcdef0';
const kept = (changes: object = {}) => ({
  status: 200,
  body: {
    ami_id: id,
    region: 'us-east-1',
    name: 'tool',
    build_id: 'bld-0mk3f2k1a7x2m9q4c',
    recipe: '# why\nstack: tool\n',
    as_sent: true,
    files: { 'scripts/install.sh': Buffer.from('echo tool\n').toString('base64') },
    ...changes,
  },
});
const read = (argv: string[], changes?: object) =>
  spawn(['ami', 'recipe', id, ...argv], { directory, answer: () => kept(changes) });

test('the recipe is printed as it was sent', async () => {
  const { code, out, err, requests } = await read([]);
  expect([code, out, err]).toEqual([0, '# why\nstack: tool\n', '']);
  expect(requests).toMatchObject([{ method: 'GET', path: `/v1/images/${id}/recipe` }]);
});

test('--folder writes it with its scripts, which can be run, and never over a file', async () => {
  const { code, out } = await read(['--folder', 'copy']);
  expect([code, out]).toEqual([0, 'Wrote copy/recipe.yaml, copy/scripts/install.sh.\n']);
  expect(readFileSync(join(directory, 'copy/recipe.yaml'), 'utf8')).toBe('# why\nstack: tool\n');
  expect(readFileSync(join(directory, 'copy/scripts/install.sh'), 'utf8')).toBe('echo tool\n');
  expect(statSync(join(directory, 'copy/scripts/install.sh')).mode & 0o111).not.toBe(0);
  expect(await read(['--folder', 'copy'])).toMatchObject({ code: 2, err: expect.stringContaining('recipe.yaml') });
});

test('a file outside of the folder is not written', async () => {
  const { code, err } = await read(['--folder', 'copy'], { files: { '../evil.sh': 'ZXZpbA==' } });
  expect([code, err]).toEqual([4, expect.stringContaining("'../evil.sh'")]);
});

test('a text that was not kept is said to be the parsed form', async () => {
  expect((await read([], { as_sent: false })).err).toContain('parsed form');
});
