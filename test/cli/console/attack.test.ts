import { ServedConsole } from './kit/console';

let served: ServedConsole;
beforeEach(async () => {
  served = await ServedConsole.start();
  await served.open();
});
afterEach(() => served.close());

const json = { 'content-type': 'application/json' };

test.each([
  ['the name of somebody else that resolves to this machine', 'rebound.example.com'],
  ['that name with the right port', 'rebound.example.com:PORT'],
  ['a name that begins like ours', '127.0.0.1.example.com:PORT'],
  ['another port', '127.0.0.1:1'],
  ['no port', '127.0.0.1'],
  ['a user before the host', 'x@127.0.0.1:PORT'],
])('a host that is %s is refused, cookie or not', async (_, host) => {
  const headers = { ...served.own, host: host.replace('PORT', String(served.port)) };
  for (const path of ['/', '/session', '/api/v1/images', '/main.js']) {
    const { status, body } = await served.send(path, { headers });
    expect([path, status, body.name]).toEqual([path, 403, 'ConsoleHostRefused']);
  }
  expect(served.requests).toEqual([]);
});

test('localhost with our port is this console too', async () => {
  const host = `localhost:${served.port}`;
  const { status } = await served.send('/session', { headers: { cookie: served.cookie, host } });
  expect(status).toBe(200);
});

test.each([
  ['another site', 'https://example.com'],
  ['another port of this machine', 'http://127.0.0.1:1'],
  ['this machine under its other name', 'http://localhost:PORT'],
  ['a page without an origin', 'null'],
  ['https', 'https://127.0.0.1:PORT'],
])('a request from %s is refused, also a read', async (_, origin) => {
  const headers = { ...served.own, origin: origin.replace('PORT', String(served.port)) };
  for (const method of ['GET', 'POST', 'DELETE']) {
    const { status, body } = await served.send('/api/v1/images/ami-1/deprecation', { method, headers });
    expect([method, status, body.name]).toEqual([method, 403, 'ConsoleOriginRefused']);
  }
  expect(served.requests).toEqual([]);
});

test('a change without an origin is refused: a browser sends one with every change', async () => {
  const { origin: _, ...headers } = served.own;
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { body } = await served.send('/api/v1/stacks/pytorch', {
      method,
      headers: { ...headers, ...json },
      body: '{}',
    });
    expect(body.name).toBe('ConsoleOriginRefused');
  }
  expect(served.requests).toEqual([]);
});

test.each(['cross-site', 'same-site', 'something-new'])(
  'what the browser says comes from a %s page is refused',
  async (site) => {
    for (const path of ['/session', '/api/v1/images', '/main.js']) {
      const { body } = await served.send(path, { headers: { cookie: served.cookie, 'sec-fetch-site': site } });
      expect([path, body.name]).toEqual([path, 'ConsoleOriginRefused']);
    }
  },
);

test('a link of another site opens the first page, and nothing else, and not in a frame', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect((await served.send('/', { headers: { ...link, cookie: served.cookie } })).status).toBe(200);
  expect((await served.send('/session', { headers: { ...link, cookie: served.cookie } })).status).toBe(403);
  const framed = { ...link, 'sec-fetch-dest': 'iframe', cookie: served.cookie };
  expect((await served.send('/', { headers: framed })).status).toBe(403);
});

describe('without the session', () => {
  test.each([
    ['no cookie', ''],
    ['an empty one', 'spawn-console-PORT='],
    ['a wrong one', `spawn-console-PORT=${'A'.repeat(43)}`],
    ['the token of the address in place of the secret', 'spawn-console-PORT=TOKEN'],
    ['the secret under another name', 'other=SECRET'],
  ])('%s gets neither page nor answer', async (_, cookie) => {
    const token = new URL(served.console.address).searchParams.get('token') ?? '';
    const secret = served.cookie.split('=')[1] ?? '';
    const sent = cookie.replace('PORT', String(served.port)).replace('TOKEN', token).replace('SECRET', secret);
    for (const path of ['/', '/main.js', '/session', '/api/v1/images', '/nothing']) {
      const { status, body } = await served.send(path, { headers: { ...served.own, cookie: sent } });
      expect([path, status, body.name]).toEqual([path, 401, 'ConsoleSessionRequired']);
    }
    expect(served.requests).toEqual([]);
  });

  test('a wrong token sets no cookie, whatever its length', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(4000)]) {
      const { status, headers } = await served.send(`/?token=${token}`);
      expect([status, headers['set-cookie']]).toEqual([401, undefined]);
    }
  });

  test('a token counts on the first page only', async () => {
    const { search } = new URL(served.console.address);
    expect((await served.send(`/session${search}`)).status).toBe(401);
    expect((await served.send(`/api/v1/images${search}`)).status).toBe(401);
  });
});

test('the address for the browser works once, the printed one again', async () => {
  const { onceAddress, address } = served.console;
  const statuses = [];
  for (const each of [onceAddress, onceAddress, address, address]) statuses.push((await served.open(each)).status);
  expect(statuses).toEqual([303, 401, 303, 303]);
});

test.each(['HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'])('the method %s is refused', async (method) => {
  const { status } = await served.send('/api/v1/images', { method, headers: served.own });
  expect(status).toBe(405);
  expect(served.requests).toEqual([]);
});

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  '/main.js/../spawn.js',
  '/./main.js',
  '/main.js%00',
  '/api/v1/../v1/images',
  '/api/../session',
  '/api/v1/images/..',
  '/api/v1/images/%2e%2e',
  '/api/v1/images/..%2fdeployment/history',
  '/api/v1/images/%2e%2e%5cdeployment',
  '/api/v1/images/%E0%A4%A',
  '/api/local/clock',
  '/api//v1/images',
  '/api/v1/images/',
  '/api/v2/images',
])('the path %s leads nowhere', async (path) => {
  const { status, body } = await served.send(path, { headers: served.own });
  expect([status, body.name]).toEqual([404, 'ConsolePathNotFound']);
  expect(served.requests).toEqual([]);
});

test.each([
  ['another address', 'http://example.com/api/v1/images'],
  ['our own in full', 'http://127.0.0.1/session'],
  ['a path without a host', '//example.com/x'],
  ['a backslash', '/\\example.com'],
])('a request for %s is refused', async (_, path) => {
  const { status, body } = await served.send(path, { headers: served.own });
  expect([status, body.name]).toEqual([400, 'ConsoleRequestRefused']);
});

test.each([
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 44\r\n\r\n{}'],
  ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
  ['chunks of a wrong size', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
  ['chunks under another name', 'Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
  ['a header that is continued', 'X-One: 1\r\n Host: example.com\r\nContent-Length: 2\r\n\r\n{}'],
  ['a second host', 'Host: example.com\r\nContent-Length: 2\r\n\r\n{}'],
])('a request with %s is refused, and nothing behind it is read as another', async (_, rest) => {
  const { own, port } = served;
  const headers = Object.entries({ ...own, ...json }).map(([name, value]) => `${name}: ${value}\r\n`);
  const smuggled = `GET /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${own.cookie}\r\n\r\n`;
  const answered = await served.sendRaw(
    `POST /api/v1/cleanups HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers.join('')}${rest}${smuggled}`,
  );
  expect(answered).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answered.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(served.requests).toEqual([]);
});

describe('a body', () => {
  const post = (body: string, headers: Record<string, string> = json, method = 'POST') =>
    served.send('/api/v1/builds', { method, headers: { ...served.own, ...headers }, body });

  test('of more than 6 MB is refused before it is read to its end', async () => {
    const { status, body } = await post(JSON.stringify({ recipe: 'x'.repeat(6_000_000) })).catch(() => ({
      status: 413,
      body: { name: 'ConsoleBodyTooLarge' },
    }));
    expect([status, body.name]).toEqual([413, 'ConsoleBodyTooLarge']);
    expect(served.requests).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'of the type "%s", which a form can send, is refused',
    async (type) => {
      expect((await post('{}', { 'content-type': type })).body.name).toBe('ConsoleRequestRefused');
    },
  );

  test('that is not JSON, and one of a read, are refused', async () => {
    expect((await post('{')).body.name).toBe('ConsoleRequestRefused');
    expect((await post('{}', { ...json, 'content-length': '2' }, 'GET')).body.name).toBe('ConsoleRequestRefused');
    expect(served.requests).toEqual([]);
  });
});

test('a name that is twice in the query, and an idempotency key with a line break in disguise, are refused', async () => {
  const twice = await served.send('/api/v1/images?region=us-east-1&region=all', { headers: served.own });
  expect(twice.body.name).toBe('ConsoleRequestRefused');
  const headers = { ...served.own, ...json, 'idempotency-key': 'a b' };
  const key = await served.send('/api/v1/cleanups', { method: 'POST', headers, body: '{}' });
  expect(key.body.name).toBe('ConsoleRequestRefused');
  expect(served.requests).toEqual([]);
});
