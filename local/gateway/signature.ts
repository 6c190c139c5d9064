import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AccessKey, AccessKeys } from '../services/iam/access-keys';
import type { WireRequest } from '../kernel/types';
import { AwsError } from '../kernel/types';
import { oldAddressOf, verifyOldAddress, type OldAddress } from './signature-2';

export interface Scope {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  presigned: boolean;
  /** A presigned address of Signature Version 2, which says neither date nor region. */
  old?: OldAddress;
}

/** The clocks of callers, in milliseconds: the simulated one, and the real one, by which programs outside sign. */
export interface Clocks {
  now: number;
  real?: number;
}

const LIST = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/;
const refused = (code: string, message: string, status = 403): AwsError => new AwsError(code, message, status);

/**
 * Reads the signature of a request (header or presigned query) without verifying it; returns undefined when it is not
 * signed. Throws IncompleteSignature for a signature that cannot be read.
 */
export function scopeOf(request: WireRequest): Scope | undefined {
  const query = new URL(request.url).searchParams;
  const header = request.headers.authorization;
  const old = header === undefined ? oldAddressOf(request) : undefined;
  if (old !== undefined) return { ...ofVersion2, accessKeyId: old.accessKeyId, old };
  if (header === undefined && !query.has('X-Amz-Signature')) return undefined;
  const match = header === undefined ? undefined : LIST.exec(header);
  if (match === null)
    throw refused(
      'IncompleteSignature',
      `The Authorization header '${header!.slice(0, 40)}…' is not an AWS4-HMAC-SHA256 signature.`,
    );
  const [credential, headers, signature] = match
    ? match.slice(1)
    : ['X-Amz-Credential', 'X-Amz-SignedHeaders', 'X-Amz-Signature'].map((name) => query.get(name) ?? '');
  const parts = credential!.split('/');
  const [date, region, service, end] = parts.slice(-4);
  if (parts.length < 5 || end !== 'aws4_request')
    throw refused(
      'IncompleteSignature',
      `The credential scope '${credential}' is not KEY/DATE/REGION/SERVICE/aws4_request.`,
    );
  return {
    accessKeyId: parts.slice(0, -4).join('/'),
    date: date!,
    region: region!,
    service: service!,
    signedHeaders: headers!.split(';'),
    signature: signature!,
    presigned: !match,
  };
}

const ofVersion2 = {
  date: '',
  region: 'us-east-1',
  service: 's3',
  signedHeaders: [],
  signature: '',
  presigned: true,
};

/**
 * Verifies a signature and returns the key's holder. `clocks` decide about the expiry of presigned requests; signed
 * headers may be of any date, since callers outside do not follow the simulated clock. Errors `InvalidClientTokenId`,
 * `ExpiredToken`, `SignatureDoesNotMatch`, `AccessDenied` (expired).
 */
export function verify(request: WireRequest, scope: Scope, keys: AccessKeys, clocks: Clocks): AccessKey {
  const { now } = clocks;
  const key = keys.find(scope.accessKeyId);
  if (!key) throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.');
  if (key.expiresAt !== undefined && now >= key.expiresAt)
    throw refused('ExpiredToken', 'The security token included in the request is expired');
  const query = new URL(request.url).searchParams;
  if (scope.old) {
    if (key.sessionToken !== undefined && query.get('x-amz-security-token') !== key.sessionToken)
      throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.');
    verifyOldAddress(request, scope.old, key.secretAccessKey, (!key.sessionToken && clocks.real) || now);
    return key;
  }
  const given = (name: string): string =>
    scope.presigned ? (query.get(name) ?? '') : (request.headers[name.toLowerCase()] ?? '');
  if (key.sessionToken !== undefined && given('X-Amz-Security-Token') !== key.sessionToken)
    throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.');
  const time = given('X-Amz-Date');
  if (!scope.signedHeaders.includes('host') || !time.startsWith(scope.date))
    throw refused('SignatureDoesNotMatch', 'The signature must cover the host and be dated as its scope.');
  if (scope.presigned) checkExpiry(time, Number(query.get('X-Amz-Expires')), clocks, key.sessionToken !== undefined);
  const expected = signatureOf(request, scope, key.secretAccessKey, time);
  const actual = Buffer.from(scope.signature, 'hex');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw refused(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return key;
}

// The credentials of a function are those of a session, and what they signed ends with it.
const sessionMilliseconds = 12 * 3_600_000;

const skewMilliseconds = 60_000;

function checkExpiry(time: string, seconds: number, { now: simulated, real }: Clocks, bySession: boolean): void {
  const start = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(start) || !(seconds >= 1 && seconds <= 604_800))
    throw refused('AuthorizationQueryParametersError', 'X-Amz-Expires must lie between 1 and 604800 seconds.', 400);
  // People's programs sign by the real clock, unless they follow the date of our answers. The simulated clock is ahead.
  const now = real !== undefined && !bySession && start <= real + skewMilliseconds ? real : simulated;
  if (now > start + seconds * 1000) throw refused('AccessDenied', 'Request has expired');
  if (bySession && now > start + sessionMilliseconds)
    throw refused('ExpiredToken', 'The provided token has expired.', 400);
}

/** Computes the signature of a request with that secret; `time` as in X-Amz-Date. */
export function signatureOf(request: WireRequest, scope: Scope, secret: string, time: string): Buffer {
  const text = [
    'AWS4-HMAC-SHA256',
    time,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    sha256(canonical(request, scope)),
  ].join('\n');
  return hmac(signingKey(secret, [scope.date, scope.region, scope.service, 'aws4_request']), text);
}

const hmac = (key: string | Buffer, value: string): Buffer => createHmac('sha256', key).update(value).digest();

/**
 * A key signs for one day, region and service, so a few of them sign everything: what is more than that starts anew.
 */
const MOST_SIGNING_KEYS = 1000;
const signingKeys = new Map<string, Buffer>();

function signingKey(secret: string, scope: readonly string[]): Buffer {
  const name = `${secret}/${scope.join('/')}`;
  const key = signingKeys.get(name) ?? (scope.reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer);
  if (signingKeys.size >= MOST_SIGNING_KEYS) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function canonical(request: WireRequest, scope: Scope): string {
  const url = new URL(request.url);
  const rawPath = /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(request.url)?.[1] || '/';
  // All services but S3 sign the path as it is sent, encoded once more.
  const path =
    scope.service === 's3'
      ? rawPath
          .split('/')
          .map((part) => encode(decodeURIComponent(part)))
          .join('/')
      : rawPath.split('/').map(encode).join('/');
  const query = [...url.searchParams.entries()]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map((pair) => pair.join('='));
  const headers = scope.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    path,
    query.join('&'),
    headers.join(''),
    scope.signedHeaders.join(';'),
    payloadHash(request, scope),
  ].join('\n');
}

/** The hash that was signed; when it claims to be the body's, it must be. */
function payloadHash(request: WireRequest, scope: Scope): string {
  if (scope.presigned && scope.service === 's3') return 'UNSIGNED-PAYLOAD';
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed === 'UNSIGNED-PAYLOAD' || claimed === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return claimed;
  const actual = sha256(request.body ?? '');
  if (claimed !== undefined && claimed !== actual)
    throw refused(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
    );
  return actual;
}
