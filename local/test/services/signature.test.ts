import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { scopeOf, verify } from '../../gateway/signature';
import { signed } from '../../gateway/sign';
import { AccessKeys } from '../../services/iam/access-keys';
import type { Principal, WireRequest } from '../../kernel/types';

const NOW = Date.UTC(2026, 0, 14, 10, 30);
const holder: Principal = { arn: 'arn:aws:iam::123456789012:user/somebody', administrator: false, policies: [] };

class Sha256 {
  private readonly hash;
  constructor(secret?: string | Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array): void {
    this.hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}

const keys = new AccessKeys('test');
const credentials = keys.issue(holder, 'somebody', false);
const session = keys.issue(holder, 'somebody', true);
const signer = (service: string, given = credentials) =>
  new SignatureV4({
    service,
    region: 'us-east-1',
    credentials: given,
    sha256: Sha256 as never,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });

interface Parts {
  method?: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
}
const parts = ({ method = 'POST', path = '/', query = {}, headers = {}, body }: Parts) => ({
  method,
  protocol: 'http:',
  hostname: '127.0.0.1',
  port: 4566,
  path,
  query,
  headers: { host: '127.0.0.1:4566', ...headers },
  body,
});
function wire(request: {
  method: string;
  path: string;
  query?: unknown;
  headers: Record<string, string>;
  body?: string;
}): WireRequest {
  const escape = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = Object.entries((request.query ?? {}) as Record<string, string>)
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join('&');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: request.method,
    url: `http://127.0.0.1:4566${request.path}${query ? `?${query}` : ''}`,
    headers,
    body: request.body === undefined ? undefined : Buffer.from(request.body),
  };
}
const sign = async (service: string, given: Parts, who = credentials) =>
  wire((await signer(service, who).sign(parts(given), { signingDate: new Date(NOW) })) as never);
const presign = async (given: Parts, expiresIn: number, who = credentials) =>
  wire(
    (await signer('s3', who).presign(parts({ ...given, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }), {
      signingDate: new Date(NOW),
      expiresIn,
    })) as never,
  );
const check = (request: WireRequest, now = NOW, real?: number) =>
  verify(request, scopeOf(request)!, keys, { now, real }).principal;

test('a session ends at its time, on the simulated clock', async () => {
  const short = keys.issue(holder, 'short', true, NOW + 1000);
  const request = await sign('ec2', { method: 'GET' }, short);
  expect(check(request)).toBe(holder);
  expect(() => check(request, NOW + 1000)).toThrow('expired');
});

describe('a signature made by the SDK', () => {
  const requests: [what: string, service: string, request: Parts][] = [
    [
      'of a JSON call',
      'dynamodb',
      {
        headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
        body: '{"TableName":"t"}',
      },
    ],
    [
      'with a query',
      'execute-api',
      { method: 'GET', path: '/v1/images', query: { stack: 'py torch', region: "all's (*)", limit: '10' } },
    ],
    ['with a path that needs escaping', 'execute-api', { method: 'GET', path: '/v1/images/a%20b%2Fc' }],
    ['of an S3 key that needs escaping', 's3', { method: 'PUT', path: '/bucket/a%20b/%C3%BC%2B.txt', body: 'text' }],
    ['without a body', 'ec2', { method: 'GET', path: '/' }],
  ];
  test.each(requests)('%s is verified', async (_what, service, request) => {
    expect(check(await sign(service, request))).toBe(holder);
  });
  test('of a session needs its token', async () => {
    const request = await sign('ssm', { body: '{}' }, session);
    expect(check(request)).toBe(holder);
    expect(() => check({ ...request, headers: { ...request.headers, 'x-amz-security-token': 'other' } })).toThrow(
      'security token',
    );
  });
  test('is refused when body, path, query or a signed header was changed', async () => {
    const request = await sign('execute-api', {
      method: 'POST',
      path: '/v1/builds',
      query: { a: '1' },
      headers: { 'idempotency-key': 'k' },
      body: '{}',
    });
    expect(() => check({ ...request, body: Buffer.from('{"x":1}') })).toThrow(
      expect.objectContaining({ code: 'XAmzContentSHA256Mismatch' }),
    );
    expect(() => check({ ...request, url: request.url.replace('builds', 'images') })).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
    expect(() => check({ ...request, url: request.url.replace('a=1', 'a=2') })).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
    expect(() => check({ ...request, headers: { ...request.headers, 'idempotency-key': 'l' } })).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });
  test('of an unknown key is refused', async () => {
    const stranger = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'none' };
    const request = await sign('ssm', {}, stranger);
    expect(() => check(request)).toThrow(expect.objectContaining({ code: 'InvalidClientTokenId' }));
  });
  test('is the same as ours', async () => {
    const ours = signed(
      { method: 'GET', url: 'http://127.0.0.1:4566/v1/images?stack=py%20torch', headers: {} },
      credentials,
      'execute-api',
      'us-east-1',
      NOW,
    );
    const theirs = await sign('execute-api', { method: 'GET', path: '/v1/images', query: { stack: 'py torch' } });
    expect(ours.headers.authorization).toBe(theirs.headers.authorization);
  });
});

describe('a presigned URL', () => {
  test('holds until its expiry on the simulated clock and not longer', async () => {
    const request = await presign({ method: 'PUT', path: '/bucket/ready/b-1' }, 900);
    expect(check(request, NOW + 900_000)).toBe(holder);
    expect(() => check(request, NOW + 900_001)).toThrow('Request has expired');
  });
  test('ends with the session that signed it, after 12 hours, whatever its own expiry', async () => {
    const request = await presign({ method: 'PUT', path: '/bucket/ready/b-1' }, 86_400, session);
    expect(check(request, NOW + 12 * 3_600_000)).toBe(holder);
    expect(() => check(request, NOW + 12 * 3_600_000 + 1)).toThrow('The provided token has expired');
  });
  test('is for one method and one key', async () => {
    const request = await presign({ method: 'PUT', path: '/bucket/ready/b-1' }, 900);
    expect(() => check({ ...request, method: 'GET' })).toThrow('does not match');
    expect(() => check({ ...request, url: request.url.replace('b-1', 'b-2') })).toThrow('does not match');
  });
});

test('a request without a signature has no scope, one that cannot be read is refused', () => {
  expect(scopeOf({ method: 'GET', url: 'http://127.0.0.1/', headers: {} })).toBeUndefined();
  expect(() => scopeOf({ method: 'GET', url: 'http://127.0.0.1/', headers: { authorization: 'Bearer x' } })).toThrow(
    'is not an AWS4-HMAC-SHA256 signature',
  );
});

test('an address that a program outside presigns by the real clock ends by it, though simulated time is far ahead', async () => {
  const request = await presign({ method: 'GET', path: '/bucket/key' }, 60, keys.issue(holder, 'person', false));
  const ahead = NOW + 86_400_000;
  expect(check(request, ahead, NOW + 59_000)).toBe(holder);
  expect(() => check(request, ahead, NOW + 61_000)).toThrow('Request has expired');
  // A role's address is judged by the simulated clock alone.
  const ofRole = await presign({ method: 'GET', path: '/bucket/key' }, 60, keys.issue(holder, 'role', true));
  expect(() => check(ofRole, ahead, NOW)).toThrow('Request has expired');
});

test('an address in Signature Version 2 is taken as it was signed, until it expires', () => {
  const { accessKeyId, secretAccessKey } = keys.issue(holder, 'person', false);
  const expires = NOW / 1000 + 60;
  const text = `GET\n\n\n${expires}\n/bucket/a%20key?response-content-type=text/csv`;
  const Signature = createHmac('sha1', secretAccessKey).update(text).digest('base64');
  const query = {
    AWSAccessKeyId: accessKeyId,
    Signature,
    Expires: String(expires),
    'response-content-type': 'text/csv',
  };
  const get = (more: object = {}): WireRequest => ({
    method: 'GET',
    url: `http://127.0.0.1/bucket/a%20key?${new URLSearchParams({ ...query, ...more }).toString()}`,
    headers: {},
  });
  expect(check(get())).toBe(holder);
  expect(() => check(get({ 'response-content-type': 'text/html' }))).toThrow('does not match');
  expect(() => check(get({ Expires: String(expires + 1) }))).toThrow('does not match');
  expect(() => check(get(), NOW + 61_000)).toThrow('Request has expired');
});
