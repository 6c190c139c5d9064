import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '../../../core/model/image';
import { messagesOf } from '../kit/json-output';
import { spawn } from '../kit/spawn';
import type { Request } from '../kit/contract';
import { image } from '../kit/things';

const old = image({
  ami_id: 'ami-0001aaaa',
  name: 'pytorch-2.1',
  version: '2.1',
  provenance: { key: 'k', digest: 'p1', signed_at: '2026-01-14T10:30:00Z' },
});
const newer = image({ ami_id: 'ami-0002bbbb', name: 'pytorch-2.2', version: '2.2' });
const fileName = 'spawn-images.lock.json';

let directory: string;
let taken: Image;
let catalog: Image[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
  taken = old;
  catalog = [old, newer];
});
afterEach(() => rmSync(directory, { recursive: true }));

/** An API whose catalog and choice the test changes; a launch takes the image that is named. */
function answer({ method, path, query, body }: Request) {
  if (method === 'POST')
    return {
      status: 201,
      body: {
        instance: { instance_id: 'i-1', tags: {} },
        image: { ami_id: body.ami },
        reason: 'named by its id',
        warnings: [],
      },
    };
  const asked = {
    stack: 'pytorch',
    version: query?.version,
    region: 'us-east-1',
    ...(query?.instance_type && { architecture: 'x86_64', gpu: false }),
  };
  if (path === '/v1/images/resolve')
    return { body: { query: asked, image: taken, reason: 'the newest', candidates: [] } };
  const found = catalog.find(({ ami_id }) => path === `/v1/images/${ami_id}`);
  return found
    ? { body: { ...found, replicas: [], expected_in: [], events: [] } }
    : { status: 404, body: { name: 'ImageNotFound', detail: `no ${path}` } };
}
const run = (...argv: string[]) => spawn(argv, { answer, directory });
const text = () => readFileSync(join(directory, fileName), 'utf8');

describe('resolve --lock', () => {
  test('writes what is chosen, and takes that again when something newer is there, with a warning that says how to take it', async () => {
    const first = await run('resolve', 'pytorch@2.x', '--lock');
    expect([first.code, first.out, JSON.parse(text()).images[0].ami_ids]).toEqual([
      0,
      'ami-0001aaaa\n',
      { 'us-east-1': 'ami-0001aaaa' },
    ]);
    const written = text();
    taken = newer;
    const second = await run('resolve', 'pytorch@2.x', '--lock');
    expect([second.code, second.out, text()]).toEqual([0, 'ami-0001aaaa\n', written]);
    expect(second.err).toContain(
      `warning: without the lock, pytorch-2.2 (ami-0002bbbb) would be selected; to lock it: spawn resolve pytorch@2.x --region us-east-1 --lock ${fileName} --upgrade\n`,
    );
    expect(readdirSync(directory)).toEqual([fileName]);
  });

  test('--upgrade locks what is chosen now, and leaves the file alone when that is locked already', async () => {
    await run('resolve', 'pytorch@2.x', '--lock', fileName);
    taken = newer;
    const { out, err } = await run('resolve', 'pytorch@2.x', '--lock', '--upgrade', '--json');
    expect([JSON.parse(out).ami_id, JSON.parse(out).locked, messagesOf(err)]).toEqual([
      'ami-0002bbbb',
      expect.objectContaining({ file: fileName, name: 'pytorch-2.2' }),
      [`locked pytorch-2.2 in ${fileName}`],
    ]);
    const written = text();
    expect((await run('resolve', 'pytorch@2.x', '--lock', '--upgrade')).err).toContain(
      'pytorch-2.2 is already locked in',
    );
    expect(text()).toBe(written);
  });

  test('says when the file cannot be written', async () => {
    expect(await run('resolve', 'pytorch@2.x', '--lock', 'nowhere/images.lock.json')).toMatchObject({
      code: 2,
      out: '',
      err: 'error: cannot write the lock file nowhere/images.lock.json: folder nowhere not found\n',
    });
  });

  test('keeps what is locked for other queries', async () => {
    await run('resolve', 'pytorch@2.x', '--lock');
    await run('resolve', 'pytorch@2.x', '--instance-type', 'm7i.large', '--lock');
    expect(JSON.parse(text()).images).toHaveLength(2);
  });

  test.each([
    [['--lock', '--locked'], 'cannot be combined'],
    [['--upgrade'], '--upgrade requires --lock'],
    [['--lock', '--explain'], 'cannot be combined'],
  ])('refuses %j', async (flags, sentence) =>
    expect(await run('resolve', 'pytorch', ...flags)).toMatchObject({
      code: 2,
      requests: [],
      err: expect.stringContaining(sentence),
    }),
  );
});

describe('resolve --locked', () => {
  test('takes what is locked and writes nothing; what is not locked is exit code 3, with the command that locks it', async () => {
    const without = await run('resolve', 'pytorch@>=2, <3', '--instance-type', 'm7i.large', '--locked');
    expect([without.code, without.out, existsSync(join(directory, fileName))]).toEqual([3, '', false]);
    expect(without.err).toBe(
      `error: lock file ${fileName} not found\nTo lock the current result: spawn resolve 'pytorch@>=2, <3' --arch x86_64 --gpu false --region us-east-1 --lock ${fileName}\n`,
    );
    await run('resolve', 'pytorch@2.x', '--lock');
    expect(await run('resolve', 'pytorch@2.x', '--locked')).toMatchObject({ code: 0, out: 'ami-0001aaaa\n' });
    expect(await run('resolve', 'pytorch@2.1', '--locked')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('has no image locked for this query'),
    });
  });

  test.each([
    [
      'revoked',
      { revocation: { at: '2026-01-20T00:00:00Z', reason: 'CVE-2026-1', launch_permissions: [] } },
      4,
      'CVE-2026-1',
    ],
    ['another image by now', { provenance: undefined }, 4, 'its provenance digest is missing, not p1'],
    ['removed', { state: 'vanished' as const }, 3, 'no longer exists'],
  ])('refuses an image that is %s', async (_, changes, code, sentence) => {
    await run('resolve', 'pytorch@2.x', '--lock');
    catalog = [{ ...old, ...changes }];
    expect(await run('resolve', 'pytorch@2.x', '--locked')).toMatchObject({
      code,
      out: '',
      err: expect.stringContaining(sentence),
    });
  });

  test('takes a deprecated image, with a warning', async () => {
    await run('resolve', 'pytorch@2.x', '--lock');
    catalog = [{ ...old, deprecated: true }];
    const { code, out, err } = await run('resolve', 'pytorch@2.x', '--locked', '-o', 'json');
    expect([code, JSON.parse(out).ami_id, messagesOf(err)]).toEqual([
      0,
      'ami-0001aaaa',
      ['warning: the image pytorch-2.1 is deprecated'],
    ]);
  });

  test('says what is wrong with a broken file, and asks nothing', async () => {
    writeFileSync(join(directory, fileName), '{');
    expect(await run('resolve', 'pytorch@2.x', '--locked')).toMatchObject({
      code: 2,
      requests: [],
      err: expect.stringContaining(`the lock file ${fileName} cannot be used: it is not JSON`),
    });
  });
});

describe('launch --lock', () => {
  const launch = (...more: string[]) =>
    run(
      'launch',
      'job',
      '--instance-type',
      'm7i.large',
      '--ami-stack',
      'pytorch',
      '--ami-version',
      '2.x',
      '--lock',
      fileName,
      ...more,
    );

  test('launches what resolve has locked for a type of that architecture', async () => {
    await run('resolve', 'pytorch@2.x', '--arch', 'x86_64', '--instance-type', 'm7i.xlarge', '--lock');
    taken = newer;
    const { code, err, requests } = await launch('-o', 'json');
    expect([code, requests.at(-1)?.body]).toEqual([
      0,
      { name: 'job', instance_type: 'm7i.large', ami: 'ami-0001aaaa', region: 'us-east-1' },
    ]);
    expect(err).toContain(`pytorch-2.1: locked in ${fileName} since 2026-01-28`);
    expect(messagesOf(err).at(-1)).toContain('warning: without the lock, pytorch-2.2 (ami-0002bbbb) would be selected');
  });

  test('launches what is locked for any type when the image fits this one, else says why not', async () => {
    await run('resolve', 'pytorch@ 2.X', '--lock');
    expect(await launch()).toMatchObject({
      code: 0,
      err: expect.stringContaining(`pytorch-2.1: locked in ${fileName} since 2026-01-28`),
    });
    catalog = [{ ...old, architecture: 'arm64' }];
    const { code, err, requests } = await launch();
    expect([code, requests.filter(({ method }) => method === 'POST')]).toEqual([3, []]);
    expect(err).toContain(
      `${fileName} has no image locked for this query; pytorch-2.1, locked for pytorch@2.x --region us-east-1, is for arm64, not x86_64\n`,
    );
    expect(err).toContain(
      `spawn resolve pytorch@2.x --arch x86_64 --gpu false --region us-east-1 --lock ${fileName}\n`,
    );
  });

  test('launches nothing when nothing is locked', async () => {
    const { code, requests } = await launch();
    expect([code, requests.filter(({ method }) => method === 'POST')]).toEqual([3, []]);
    expect(await run('launch', 'job', '--instance-type', 'm7i.large', '--lock')).toMatchObject({
      code: 2,
      requests: [],
    });
  });
});
