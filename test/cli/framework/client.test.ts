import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../cli/client/connect';
import { askForClock } from '../../../cli/client/local-file';
import { findDeployment } from '../../../cli/client/deployment';
import type { ConnectOptions } from '../../../cli/framework/context';
import { Messages } from '../../../cli/framework/messages';
import { verifySignature } from '../kit/signature';

const secrets = { AKIDLOCAL: 'local-secret/with+signs', AKIDCHAIN: 'chain-secret' };
let server: Server;
let folder: string;
let url: string;
let seen: { method: string; url: string; id?: string; service: string; body: string; key?: string; token?: string }[];
let answers: { status: number; body: unknown }[];
let err: string[];
let dates: string | undefined;
let speed: number | undefined;
let slept: number[];

beforeEach(async () => {
  [seen, answers, err, slept, dates, speed] = [[], [], [], [], undefined, undefined];
  folder = mkdtempSync(join(tmpdir(), 'spawn-client-'));
  server = createServer(async (request, response) => {
    // The question whether this is local mode, which says its speed in each answer.
    if (speed !== undefined) response.setHeader('x-local-mode-speed', speed);
    if (request.method === 'HEAD') return void response.writeHead(403, { ...(dates && { date: dates }) }).end();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const service = request.headers['x-amz-target'] === undefined ? 'execute-api' : 'ssm';
    const id = verifySignature(request, body, secrets, service);
    const [key, token] = ['idempotency-key', 'x-amz-security-token'].map(
      (name) => request.headers[name] as string | undefined,
    );
    seen.push({ method: request.method!, url: request.url!, id, service, body, key, token });
    const { status, body: answer } =
      id === undefined
        ? { status: 403, body: { message: 'Forbidden' } }
        : (answers.shift() ?? { status: 200, body: { ok: true } });
    response
      .writeHead(status, { 'content-type': 'application/json', ...(dates && { date: dates }) })
      .end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const now = new Date('2026-01-28T10:30:00Z');

function options(environment: Record<string, string> = {}, verbose = false): ConnectOptions {
  const host = {
    terminal: {
      out: () => {},
      err: (text: string) => void err.push(text),
      readLine: async () => undefined,
      readAll: async () => '',
      interactive: false,
    },
    environment,
    directory: join(folder, 'deep', 'inside'),
    now: () => now,
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
    every: () => () => {},
    onInterrupt: () => () => {},
    connect: async () => Promise.reject(new Error('not here')),
    deployment: async () => Promise.reject(new Error('not here')),
  };
  return { verbose, host, messages: new Messages(host.terminal, { json: false }) };
}

function serveLocally(changes: Record<string, unknown> = {}) {
  mkdirSync(join(folder, '.spawn'));
  const file = {
    url,
    region: 'us-east-1',
    accessKeyId: 'AKIDLOCAL',
    secretAccessKey: secrets.AKIDLOCAL,
    pid: process.pid,
    clock: { speed: 60, simulated: 1_000_000, real: 0 },
    ...changes,
  };
  writeFileSync(join(folder, '.spawn', 'local.json'), JSON.stringify(file));
}

describe('inside a project whose local mode runs', () => {
  test('requests are signed with the keys of the file, and stderr says that the time is simulated', async () => {
    serveLocally();
    const api = await connect(options());
    expect(await api.get('/v1/images', { stack: 'a b', version: '>=2.0, <3.0', arch: undefined })).toEqual({
      ok: true,
    });
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/v1/images?stack=a%20b&version=%3E%3D2.0%2C%20%3C3.0',
      id: 'AKIDLOCAL',
    });
    expect([api.local, err.join('')]).toEqual([true, 'Local mode. Simulated time runs 60× real time.\n']);
  });

  test('the time is that of the simulation, and elsewhere the real one', async () => {
    serveLocally({ clock: { speed: 60, simulated: Date.parse('2026-02-01T00:00:00Z'), real: now.getTime() - 10_000 } });
    const api = await connect(options());
    expect([api.speed, api.now().toISOString()]).toEqual([60, '2026-02-01T00:10:00.000Z']);
    const deployed = await connect(options({ SPAWN_API_URL: url, AWS_REGION: 'us-east-1' }));
    expect([deployed.local, deployed.speed, deployed.now()]).toEqual([false, 1, now]);
  });

  test('an API elsewhere is never taken for local mode, whatever it answers', async () => {
    speed = 60;
    const asked = jest.spyOn(globalThis, 'fetch');
    expect(await askForClock('https://abc.execute-api.us-east-1.amazonaws.com', () => now)).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
    expect(await askForClock(url, () => now)).toMatchObject({ speed: 60 });
  });

  test('each answer sets the clock, since simulated time runs more slowly under load', async () => {
    serveLocally({ clock: { speed: 60, simulated: Date.parse('2026-02-01T00:00:00Z'), real: 0 } });
    dates = 'Sun, 01 Feb 2026 00:10:00 GMT';
    const api = await connect(options());
    await api.get('/v1/images');
    expect(api.now()).toEqual(new Date('2026-02-01T00:10:00Z'));
  });

  test('paths with odd letters and bodies with any text are signed as they are sent', async () => {
    serveLocally();
    const api = await connect(options());
    await api.remove(`/v1/instances/${encodeURIComponent('naïve (one)/*')}`);
    await api.post('/v1/instances', { name: 'ü ✓', user_data: '#!/bin/sh\necho "€"' });
    expect(seen.map(({ id }) => id)).toEqual(['AKIDLOCAL', 'AKIDLOCAL']);
  });

  test('no secret is ever printed, however much is', async () => {
    serveLocally();
    const api = await connect(options({}, true));
    await api.get('/v1/images');
    expect(err.join('')).toMatch(/^Local mode.*\nGET \/v1\/images 200 \d+ ms\n$/);
  });

  test.each([
    ['is gone', { pid: 2 ** 22 + 1 }],
    ['is missing', { pid: undefined }],
  ])('a file whose process %s does not count', async (_, changes) => {
    serveLocally(changes);
    await expect(
      connect(options({ AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'x' })),
    ).rejects.toThrow();
    expect(err.join('')).not.toContain('Local mode');
  });

  test('a file that points to another machine does not count', async () => {
    serveLocally({ url: 'http://example.com' });
    await expect(connect(options({ SPAWN_API_URL: 'nonsense' }))).rejects.toThrow("SPAWN_API_URL 'nonsense'");
    expect(err).toEqual([]);
  });

  test('SPAWN_API_URL comes first', async () => {
    serveLocally();
    const api = await connect(options({ SPAWN_API_URL: 'https://abc.execute-api.eu-west-1.amazonaws.com' }));
    expect(api.local).toBe(false);
  });

  test('the API that stopped meanwhile is told with the command that starts it', async () => {
    serveLocally({ url: 'http://127.0.0.1:1' });
    const api = await connect(options());
    await expect(api.get('/v1/images')).rejects.toMatchObject({
      exitCode: 1,
      hint: 'To start local mode again: npm start',
      message: expect.stringContaining('cannot be reached'),
    });
    expect(slept).toEqual([]);
  });
});

describe('what is sent again', () => {
  test('an answer of 5xx, throttling or a race, after 0.3, 0.6, 1.2 and 2.4 s, a POST with the same idempotency key', async () => {
    serveLocally();
    answers = [
      { status: 500, body: { name: 'InternalError', detail: 'inside' } },
      ...[502, 429].map((status) => ({ status, body: { message: 'Service Unavailable' } })),
      { status: 409, body: { name: 'CatalogConflict', detail: 'the same request is being answered' } },
    ];
    const api = await connect(options());
    expect(await api.post('/v1/builds', {})).toEqual({ status: 200, body: { ok: true } });
    expect(slept).toEqual([300, 600, 1200, 2400]);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
    expect(seen[0]!.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  test('two POSTs have different keys', async () => {
    serveLocally();
    const api = await connect(options());
    await api.post('/v1/builds', {});
    await api.post('/v1/builds', {});
    expect(new Set(seen.map(({ key }) => key)).size).toBe(2);
  });

  test('after five answers the last one is the error', async () => {
    serveLocally();
    answers = Array.from({ length: 9 }, () => ({ status: 503, body: {} }));
    await expect((await connect(options())).get('/v1/images')).rejects.toMatchObject({ status: 503, exitCode: 1 });
    expect(seen).toHaveLength(5);
  });

  test.each([
    [400, 'InvalidTag'],
    [404, 'ImageNotFound'],
    [409, 'NameTaken'],
    [429, 'LimitExceeded'],
    [500, 'MissingSetting'],
  ])('an answer that will be the same again is not: %i %s', async (status, name) => {
    serveLocally();
    answers = [{ status, body: { status, name, detail: 'why' } }];
    await expect((await connect(options())).post('/v1/builds', {})).rejects.toMatchObject({
      message: 'why',
      errorName: name,
    });
    expect(seen).toHaveLength(1);
  });
});

describe('a deployed API', () => {
  const environment = () => ({
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_SSM: url,
    AWS_ACCESS_KEY_ID: 'AKIDCHAIN',
    SPAWN_STAGE: 'test',
    XDG_CACHE_HOME: join(folder, 'cache'),
  });
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    // The chain reads the environment of the process itself.
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIDCHAIN',
      AWS_SECRET_ACCESS_KEY: secrets.AKIDCHAIN,
      AWS_SESSION_TOKEN: 'a-token',
    });
  });
  afterEach(() => {
    process.env = before;
  });

  test('that is a local mode, reached by the exports that npm start prints, tells it in its answers', async () => {
    [speed, dates] = [60, 'Sun, 01 Feb 2026 00:10:00 GMT'];
    for (const way of [{ SPAWN_API_URL: url }, {}] as Record<string, string>[]) {
      err = [];
      answers = 'SPAWN_API_URL' in way ? [] : [{ status: 200, body: { Parameter: { Value: url } } }];
      const api = await connect(options({ ...environment(), ...way }));
      expect([api.local, api.speed, api.now()]).toEqual([true, 60, new Date('2026-02-01T00:10:00Z')]);
      expect(err.join('')).toBe('Local mode. Simulated time runs 60× real time.\n');
      expect(await findDeployment(options({ ...environment(), ...way }))).toMatchObject({ local: true });
    }
  });

  test('counts by its own clock where this machine’s is seconds off', async () => {
    const api = await connect(options({ ...environment(), SPAWN_API_URL: url }));
    for (const [answered, known] of [
      ['2026-01-28T10:32:00Z', '2026-01-28T10:32:00Z'],
      ['2026-01-28T10:30:02Z', '2026-01-28T10:30:00Z'],
      ['2026-01-28T10:28:00Z', '2026-01-28T10:28:00Z'],
    ] as const) {
      dates = new Date(answered).toUTCString();
      await api.get('/v1/deployment');
      expect(api.now()).toEqual(new Date(known));
    }
  });

  test('is found by the parameter of the stage, remembered for an hour, and called with the credentials of the chain', async () => {
    answers = [{ status: 200, body: { Parameter: { Value: url } } }];
    await (await connect(options(environment()))).get('/v1/images');
    await (await connect(options(environment()))).get('/v1/images');
    expect(seen.map(({ service, id, token }) => [service, id, token])).toEqual([
      ['ssm', 'AKIDCHAIN', 'a-token'],
      ['execute-api', 'AKIDCHAIN', 'a-token'],
      ['execute-api', 'AKIDCHAIN', 'a-token'],
    ]);
    expect(JSON.parse(seen[0]!.body)).toEqual({ Name: '/spawn/test/api-url' });
    const kept = readdirSync(join(folder, 'cache', 'spawn')).map((name) =>
      readFileSync(join(folder, 'cache', 'spawn', name), 'utf8'),
    );
    expect(kept).toEqual([JSON.stringify({ url, found_at: '2026-01-28T10:30:00.000Z' })]);
  });

  test('describes itself within two seconds: account, region, stage and version', async () => {
    const answer = { version: '2.0.0', stage: 'test', home_region: 'eu-west-1', account: '123456789012' };
    answers = [
      { status: 200, body: { Parameter: { Value: url } } },
      { status: 200, body: answer },
    ];
    const known = { local: false, stage: 'test', region: 'eu-west-1' };
    expect(await findDeployment(options(environment()))).toEqual({
      ...known,
      account: '123456789012',
      version: '2.0.0',
    });
    expect(seen.at(-1)).toMatchObject({ method: 'GET', url: '/v1/deployment', id: 'AKIDCHAIN' });
    answers = [{ status: 404, body: { name: 'RouteNotFound' } }];
    expect(await findDeployment(options(environment()))).toEqual(known);
    expect(slept).toEqual([]);
  });

  test('that cannot be reached is described by what is configured', async () => {
    const unreachable = { ...environment(), AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1' };
    expect(await findDeployment(options(unreachable))).toEqual({ local: false, stage: 'test', region: 'eu-west-1' });
  });

  test('of another stage is looked up apart', async () => {
    answers = [
      { status: 200, body: { Parameter: { Value: url } } },
      { status: 200, body: { Parameter: { Value: url } } },
    ];
    await connect(options(environment()));
    await connect(options({ ...environment(), SPAWN_STAGE: 'production' }));
    expect(seen.map(({ service }) => service)).toEqual(['ssm', 'ssm']);
  });

  test('that is not there is told with stage and region', async () => {
    answers = [{ status: 400, body: { __type: 'ParameterNotFound' } }];
    await expect(connect(options(environment()))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("deployment 'test' not found in eu-west-1"),
    });
  });

  test('is never called without encryption', async () => {
    await expect(
      connect(options({ SPAWN_API_URL: 'http://api.example.com', AWS_REGION: 'eu-west-1' })),
    ).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('https') });
  });
});
