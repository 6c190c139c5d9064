import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccount } from '../../app/account';
import { readDownloads } from '../../app/assumptions';
import { howToGetHelp, parseArguments } from '../../app/arguments';
import { askForNewerBase } from '../../app/newer-base';
import { leaveServedFile, lostWith, requireNoOther } from '../../app/served-file';
import type { Local } from '../../app/simulation';
import { formatSeconds, whileWaiting } from '../../app/waiting';

describe('the arguments of npm start', () => {
  test('default to building the shortest recipe and serving on', () => {
    expect(parseArguments([])).toMatchObject({
      recipe: 'examples/pytorch-cpu/recipe.yaml',
      once: false,
      serveOnly: false,
      speed: 60,
      port: 0,
    });
  });
  test('are taken as given', () => {
    expect(
      parseArguments(['--once', '--recipe', 'r.yaml', '--speed', '10', '--port', '4566', '--seed', 's']),
    ).toMatchObject({ once: true, recipe: 'r.yaml', speed: 10, port: 4566, seed: 's' });
  });
  test.each([
    [[], undefined],
    [['--spot', 'none'], 'none'],
    [['--spot', '5m'], 300_000],
  ])('say what becomes of spot instances: %j', (words, spot) => {
    expect(parseArguments(words)?.spot).toBe(spot);
  });
  test('may ask for help', () => {
    expect(parseArguments(['--help'])).toBeUndefined();
  });
  test.each([
    ['--spead', '1'],
    ['--speed', '0'],
    ['--speed', 'fast'],
    ['--port', '70000'],
    ['--once', '--serve'],
    ['--spot', 'soon'],
    ['recipe.yaml'],
  ])('that are wrong are refused: %s %s', (...words) => {
    expect(() => parseArguments(words)).toThrow(expect.objectContaining({ name: 'WrongUsage' }));
  });
});

describe('the network of containers', () => {
  test.each([
    [['--network', 'host'], /--network 'host'.*Name a network of the engine, or none/],
    [['--network', 'container:web'], /--network 'container:web'/],
    [['--network', 'name=host'], /--network 'name=host'/],
    [['--network', 'ns:/proc/1/ns/net'], /--network 'ns:/],
    [['--container-option=--network=host'], /--container-option '--network=host'.*--network NAME/],
    [['--container-option=--net', '--container-option=host'], /--container-option '--net'/],
  ])('is their own, never that of something else: %j', (words, message) => {
    const wrong = expect.objectContaining({ name: 'WrongUsage', message: expect.stringMatching(message) });
    expect(() => parseArguments([...words, '--machines', 'container'])).toThrow(wrong);
  });
  test.each(['none', 'bridge', 'slirp4netns:mtu=1500', 'hosts', 'container-net'])('may be %s', (network) => {
    expect(parseArguments(['--network', network, '--machines', 'container'])?.containers?.network).toBe(network);
  });
});

describe('an error of the arguments is one sentence, with a line that says how to get help', () => {
  test.each([
    [['--spead', '1'], "Unknown option '--spead'."],
    [['recipe.yaml'], "Unexpected argument 'recipe.yaml'."],
    [['--recipe'], '--recipe needs a value.'],
    [['--recipe', '--once'], '--recipe needs a value.'],
    [
      ['--newer-base'],
      'Name what gets a newer image: one of al2023, al2023-gpu, ubuntu-22.04, ubuntu-24.04, debian-12.',
    ],
    [['--newer-base', 'al2023', 'debian-12'], "'debian-12' is too much: name one family at a time."],
  ])('%j', (words, message) => {
    expect(() => parseArguments(words)).toThrow(expect.objectContaining({ name: 'WrongUsage', message }));
  });
  test('of the command that was called', () => {
    expect(howToGetHelp(['--spead', '1'])).toBe('To list the options: npm start -- --help');
    expect(howToGetHelp(['--newer-base', '--x'])).toBe('To publish a newer base: npm run newer-base -- al2023');
  });
});

describe('what the embedded machine takes for granted', () => {
  test('is asked for by options, which choose the embedded machine', () => {
    const words = ['--rehearse', '--assume-packages', '--download', 'https://example.org/a=a'];
    expect(parseArguments(words, {})).toMatchObject({
      assumePackages: true,
      downloads: ['https://example.org/a=a'],
      containers: undefined,
    });
    expect(() => parseArguments([...words, '--machines', 'container'], {})).toThrow('containers have the real ones');
  });

  test('is read from files, each for one address', () => {
    const folder = mkdtempSync(join(tmpdir(), 'spawn-downloads-'));
    writeFileSync(join(folder, 'a'), 'text');
    const read = readDownloads(['https://example.org=a', `https://example.org/x?y=1=${join(folder, 'a')}`], folder);
    expect([...read].map(([address, bytes]) => [address, Buffer.from(bytes).toString()])).toEqual([
      ['https://example.org/', 'text'],
      ['https://example.org/x?y=1', 'text'],
    ]);
    for (const [text, why] of [
      ['a', 'use URL=FILE'],
      ['ftp://example.org=a', 'use URL=FILE'],
      ['https://example.org=b', 'there is no file'],
      ['https://example.org=.', 'there is no file'],
    ] as const)
      expect(() => readDownloads([text], folder)).toThrow(
        expect.objectContaining({ name: 'WrongUsage', message: expect.stringContaining(why) }),
      );
  });
});

describe('what is shown while something is waited for', () => {
  const waitFor = async (isTTY: boolean, milliseconds: number): Promise<string> => {
    jest.useFakeTimers();
    let written = '';
    const output = { isTTY, write: (text: string) => Boolean((written += text)) };
    const work = new Promise((done) => setTimeout(done, milliseconds, 'done'));
    const shown = whileWaiting('Synthesizing the app', work, output);
    await jest.advanceTimersByTimeAsync(milliseconds);
    expect(await shown).toBe('done');
    jest.useRealTimers();
    return written;
  };
  test('is one line in a terminal, which disappears', async () => {
    expect(await waitFor(true, 2_500)).toBe(
      '\r\u001b[K… Synthesizing the app  1 s\r\u001b[K… Synthesizing the app  2 s\r\u001b[K',
    );
  });
  test('is a line at the start and every two seconds elsewhere', async () => {
    expect(await waitFor(false, 5_000)).toBe(
      '… Synthesizing the app\n… Synthesizing the app  2 s\n… Synthesizing the app  4 s\n',
    );
  });
  test.each([
    [840, '0.8 s'],
    [12_345, '12 s'],
  ])('%d ms read %s', (milliseconds, text) => {
    expect(formatSeconds(milliseconds)).toBe(text);
  });
});

describe('the file that a running local mode leaves', () => {
  const local = {
    url: 'http://127.0.0.1:1',
    world: { homeRegion: 'us-east-1' },
    clock: { now: () => 1_000 },
    operatorCredentials: { accessKeyId: 'AKIA1', secretAccessKey: 'secret' },
  } as unknown as Local;
  const newLocation = () => join(mkdtempSync(join(tmpdir(), 'served-')), '.spawn', 'local.json');
  test('is for this user only and goes at the end', () => {
    const file = newLocation();
    const remove = leaveServedFile(file, local, 60);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url: 'http://127.0.0.1:1',
      region: 'us-east-1',
      accessKeyId: 'AKIA1',
      secretAccessKey: 'secret',
      pid: process.pid,
      clock: { speed: 60, simulated: 1_000, real: expect.any(Number) },
      running: [],
    });
    remove();
    expect(existsSync(file)).toBe(false);
  });
  test('of a process that was killed tells the next start what is gone', () => {
    const file = newLocation();
    expect(lostWith(file)).toBeUndefined();
    leaveServedFile(file, local, 60)();
    writeFileSync(file, JSON.stringify({ pid: process.ppid, running: ['pipeline bld-1'] }));
    expect(lostWith(file)).toBeUndefined();
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, running: ['pipeline bld-1', 'test bld-1-test'] }));
    expect(lostWith(file)).toContain('these ran and are gone: pipeline bld-1, test bld-1-test.');
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, running: [] }));
    expect(lostWith(file)).toContain('nothing ran in it');
  });
  test('of a process that lives stops a second start, of a dead one not', () => {
    const file = newLocation();
    leaveServedFile(file, local, 60)();
    writeFileSync(file, JSON.stringify({ pid: process.ppid, url: 'http://127.0.0.1:1' }));
    expect(() => leaveServedFile(file, local, 60)).toThrow('Local mode is already running');
    expect(() => requireNoOther(file)).toThrow(
      `Local mode is already running (process ${process.ppid}, http://127.0.0.1:1)`,
    );
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://127.0.0.1:1' }));
    expect(() => requireNoOther(file)).not.toThrow();
    writeFileSync(file, 'half writ');
    expect(() => requireNoOther(file)).not.toThrow();
  });
});

test('an account file with a member that does not exist is refused', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'account-')), 'account.json');
  writeFileSync(file, '{"regions": []}');
  expect(() => readAccount(file)).toThrow("'regions'");
  expect(readAccount(undefined)).toEqual({ disabled_regions: [], images: [] });
});

describe('a newer base is asked for', () => {
  test('and without a running local mode the answer says how to start one', async () => {
    await expect(askForNewerBase(join(tmpdir(), 'no-such-local.json'), 'al2023')).rejects.toMatchObject({
      name: 'NotRunning',
      message: 'Local mode is not running: start it first, with npm start -- --serve.',
    });
  });
});
