import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextsFile } from '../../../cli/client/contexts';
import { spawn } from '../kit/spawn';

let folder: string;
let environment: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-contexts-'));
  environment = { XDG_CONFIG_HOME: folder };
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'spawn', 'contexts.json');
const contexts = (...words: string[]) => spawn(['contexts', ...words], { environment });
const addProd = () => contexts('add', 'prod', '--stage', 'prod', '--region', 'us-east-1', '--profile', 'company');

test('a context is saved without credentials, in a file that only its user can read', async () => {
  expect(await addProd()).toMatchObject({
    code: 0,
    out: 'Added prod. To use it by default: spawn contexts use prod\n',
    requests: [],
  });
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
    contexts: { prod: { region: 'us-east-1', stage: 'prod', profile: 'company' } },
  });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'spawn')).mode & 0o777).toBe(0o700);
});

test('contexts are listed by name with the current one, and nothing is current at first', async () => {
  await addProd();
  await contexts(
    'add',
    'lab',
    '--endpoint',
    'https://abc.execute-api.eu-west-1.amazonaws.com/',
    '--region',
    'eu-west-1',
  );
  const rows = [
    { name: 'lab', current: false, region: 'eu-west-1', endpoint: 'https://abc.execute-api.eu-west-1.amazonaws.com' },
    { name: 'prod', current: false, region: 'us-east-1', stage: 'prod', profile: 'company' },
  ];
  expect(JSON.parse((await contexts('list', '-o', 'json')).out)).toEqual(rows);
  expect((await contexts('use', 'prod')).out).toBe('Commands call prod by default.\n');
  expect((await contexts('list')).out).toMatch(
    /^NAME +CURRENT +STAGE.*\nlab +- .*\nprod +yes +prod +us-east-1 +company +-\n$/,
  );
  expect((await contexts('use', '--none')).code).toBe(0);
  expect(JSON.parse((await contexts('list', '-o', 'json')).out)).toEqual(rows);
});

test('a removed context is current no longer', async () => {
  await addProd();
  await contexts('use', 'prod');
  expect((await contexts('remove', 'prod')).out).toBe('Removed prod. No context is used by default.\n');
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ contexts: {} });
  expect((await contexts('list')).out).toContain('There are no contexts. To add one: spawn contexts add');
});

test.each([
  [['use', 'prdo'], 3, "context 'prdo' not found: there is prod"],
  [['remove', '__proto__'], 3, "context '__proto__' not found"],
  [['add', 'prod', '--region', 'us-east-1'], 4, "context 'prod' exists already"],
  [['add', 'a b', '--region', 'us-east-1'], 2, "'a b' is not a name of a context"],
  [['add', 'x', '--region', 'Frankfurt'], 2, "--region 'Frankfurt' is not a region"],
  [['add', 'x', '--region', 'us-east-1', '--stage', 'a', '--endpoint', 'https://x.y'], 2, 'use one of them'],
  [['add', 'x', '--region', 'us-east-1', '--endpoint', 'http://x.y'], 2, 'is not secure: use https'],
  [['add', 'x', '--region', 'us-east-1', '--endpoint', 'https://jo:pw@x.y'], 2, '--endpoint contains credentials'],
  [['use'], 2, 'name a context, or use --none'],
])('spawn contexts %j is refused and changes nothing', async (words, code, sentence) => {
  await addProd();
  const before = readFileSync(file(), 'utf8');
  const refused = await contexts(...words);
  expect([refused.code, refused.out, refused.err]).toEqual([code, '', expect.stringContaining(sentence)]);
  expect(readFileSync(file(), 'utf8')).toBe(before);
});

test.each(['', '{', '{"contexts": []}', '{"contexts": {"x": {}}}', '{"current": 1, "contexts": {}}'])(
  'a damaged file (%j) is named and not overwritten',
  async (text) => {
    mkdirSync(join(folder, 'spawn'));
    writeFileSync(file(), text);
    const refused = await addProd();
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining(`${file()} is not a valid file of contexts`),
    ]);
    expect(readFileSync(file(), 'utf8')).toBe(text);
  },
);

test('the file is in the folder that the system has for configuration', () => {
  expect(contextsFile({ HOME: '/home/jo' }, 'linux')).toBe('/home/jo/.config/spawn/contexts.json');
  expect(contextsFile({ HOME: '/home/jo', XDG_CONFIG_HOME: '/etc/jo' }, 'darwin')).toBe('/etc/jo/spawn/contexts.json');
  expect(contextsFile({ HOME: '/x', APPDATA: '/data' }, 'win32')).toBe('/data/spawn/contexts.json');
  expect(contextsFile({}, 'linux')).toBeUndefined();
});

test('without a home folder a context cannot be saved, and the variables to set are named', async () => {
  const refused = await spawn(['contexts', 'add', 'prod', '--region', 'us-east-1']);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('set HOME or XDG_CONFIG_HOME')]);
});
