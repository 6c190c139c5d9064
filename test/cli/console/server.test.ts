import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '../../../core/api/routes';
import { readPageFiles } from '../../../cli/console/page-files';
import { CommandFailure, exitCodes } from '../../../cli/framework/failure';
import { apiError } from '../../../cli/framework/problem';
import { spawn } from '../kit/spawn';
import { ServedConsole } from './kit/console';

const all: ServedConsole[] = [];
const start = async (...options: Parameters<typeof ServedConsole.start>) => {
  const served = await ServedConsole.start(...options);
  all.push(served);
  await served.open();
  return served;
};
afterEach(async () => {
  for (const served of all.splice(0)) await served.close();
});
const json = { 'content-type': 'application/json' };

test('the address with the token sets a cookie that scripts cannot read and leads to the page', async () => {
  const console = await start();
  const answer = await console.open();
  const cookie = String(answer.headers['set-cookie']);
  expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/', '']);
  expect(cookie).toMatch(/^spawn-console-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(console.console.address).not.toContain(console.cookie.split('=')[1]);
  const page = await console.send('/', { headers: { cookie: console.cookie, 'sec-fetch-site': 'none' } });
  expect([page.status, page.text]).toEqual([200, '<!doctype html>the page']);
});

test('every answer forbids scripts and frames of others, guessing of types, referrers and storage', async () => {
  const console = await start();
  const answers = [
    await console.open(),
    ...(await Promise.all(
      ['/', '/main.js', '/session', '/api/v1/images', '/nothing'].map((path) =>
        console.send(path, { headers: console.own }),
      ),
    )),
    await console.send('/'),
  ];
  for (const { headers } of answers) {
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join(' ')).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('a request of the page reaches the API as it is, and the answer comes back with its status and its time', async () => {
  const console = await start({ answer: () => ({ status: 202, body: { build_id: 'bld-1' } }) });
  const headers = { ...console.own, ...json, 'idempotency-key': 'key-1' };
  const answer = await console.send('/api/v1/images/ami-1/tests?x=a%20b%2Fc', {
    method: 'POST',
    headers,
    body: '{"script":"true"}',
  });
  expect([answer.status, answer.body, answer.headers['spawn-time']]).toEqual([
    202,
    { build_id: 'bld-1' },
    '2026-01-28T10:30:00.000Z',
  ]);
  expect(console.requests).toEqual([
    {
      method: 'POST',
      path: '/v1/images/ami-1/tests',
      query: { x: 'a b/c' },
      body: { script: 'true' },
      idempotencyKey: 'key-1',
    },
  ]);
});

test.each(routes.map(({ operation, method, path }) => [operation, method, path]))(
  'the page can call %s',
  async (_, method, path) => {
    const console = await start();
    const given = path.replace(/\{\w+\}/g, 'a%20b');
    expect((await console.send(`/api${given}`, { method, headers: console.own })).status).toBe(200);
    expect(console.requests).toMatchObject([{ method, path: given }]);
  },
);

describe('an error', () => {
  const answerTo = async (error: Error) => {
    const console = await start({
      answer: () => {
        throw error;
      },
    });
    const { status, body } = await console.send('/api/v1/images/ami-1', { headers: console.own });
    return { status, ...body };
  };

  test('of the API keeps its status, name, sentence and members, with the hint of the command', async () => {
    const problem = { name: 'ImageNotFound', detail: 'no image ami-1', image: 'ami-1' };
    expect(await answerTo(apiError(404, problem, 'GET /v1/images/ami-1'))).toMatchObject({
      ...problem,
      status: 404,
      hint: 'To list images: spawn list-amis --region all',
    });
  });

  test('of expired credentials says so, and what to do', async () => {
    const said = { message: 'The security token included in the request is expired' };
    expect(await answerTo(apiError(403, said, 'GET /v1/images/ami-1'))).toMatchObject({
      status: 401,
      name: 'ConsoleCredentialsExpired',
      hint: expect.stringContaining('aws sso login'),
    });
  });

  test('of missing credentials, and of a deployment that does not answer, has a name too', async () => {
    const missing = new CommandFailure('no AWS credentials', exitCodes.refused, 'Log in');
    expect(await answerTo(missing)).toMatchObject({ status: 401, name: 'ConsoleCredentialsMissing', hint: 'Log in' });
    const silent = new CommandFailure('the API cannot be reached (ECONNREFUSED)', exitCodes.failed);
    expect(await answerTo(silent)).toMatchObject({ status: 502, name: 'ConsoleDeploymentUnreachable' });
  });

  test('is a sentence for a person who opens an address without a session', async () => {
    const console = await start();
    const answer = await console.send('/', { headers: { accept: 'text/html,*/*', 'sec-fetch-dest': 'document' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([401, 'text/plain; charset=utf-8']);
    expect(answer.text).toContain('Open the address with the token');
  });
});

test('a read-only console passes what reads, and refuses every operation that does not', async () => {
  const console = await start({ readOnly: true });
  const refused: string[] = [];
  for (const { operation, method, path } of routes) {
    const { status, body } = await console.send(`/api${path.replace(/\{\w+\}/g, 'x')}`, {
      method,
      headers: console.own,
    });
    if (status === 403 && body.name === 'ConsoleReadOnly') refused.push(operation);
  }
  expect(refused).toEqual(
    routes
      .filter(({ method, group }) => method !== 'GET' && (group as string) !== 'reader')
      .map((each) => each.operation),
  );
  // Previews are asked with a body, and change nothing.
  const previews = routes.filter(({ method, group }) => method !== 'GET' && (group as string) === 'reader');
  expect(previews.map(({ operation }) => operation)).toEqual(['previewPolicy']);
  expect(console.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual(
    previews.map(({ path }) => path.replace(/\{\w+\}/g, 'x')),
  );
  expect((await console.send('/session', { headers: console.own })).body.read_only).toBe(true);
});

test('the session describes the deployment, its time and its speed', async () => {
  const console = await start();
  expect((await console.send('/session', { headers: console.own })).body).toEqual({
    deployment: { local: true, region: 'us-east-1', description: 'local mode' },
    speed: 60,
    now: '2026-01-28T10:30:00.000Z',
    read_only: false,
    version: '1.2.3',
    command: 'spawn',
  });
});

describe('spawn console', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spawn-console-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const page = (): void => {
    mkdirSync(join(folder, 'console'));
    const files = { 'index.html': 'page', 'main.js': 'js', 'main.css': 'css', 'notes.txt': 'secret' };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'console', name), text);
  };

  test('prints the address, serves the page there, and ends with Ctrl-C', async () => {
    page();
    let status: number | undefined;
    const ended = await spawn(['console', '--no-open', '--read-only', '-o', 'json'], {
      installation: folder,
      listens: (press) => void setTimeout(press, 300),
    });
    expect(ended.code).toBe(0);
    const { address, read_only } = JSON.parse(ended.out);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    expect([read_only, JSON.parse(ended.err).message]).toEqual([
      true,
      'Console of stage dev, us-east-1, account 123456789012, read-only. Press Ctrl-C to stop.',
    ]);
    await fetch(address).then(
      (answer) => (status = answer.status),
      () => undefined,
    );
    expect(status).toBeUndefined();
  });

  test('serves nothing of its folder but pages, scripts, styles and pictures', async () => {
    page();
    expect([...(await readPageFiles(join(folder, 'console'))).keys()].sort()).toEqual(['/', '/main.css', '/main.js']);
  });

  test('says how to build a page that is not there', async () => {
    const ended = await spawn(['console'], { installation: folder });
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('node build.mjs command')]);
  });

  test('names a port that is in use, and refuses what is no port', async () => {
    page();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await spawn(['console', '--port', String(port)], { installation: folder });
    other.close();
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining(`port ${port} of 127.0.0.1 is in use`)]);
    for (const text of ['0', '65536', '-1', 'http'])
      expect((await spawn(['console', '--port', text], { installation: folder })).code).toBe(2);
  });
});
