import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError, type WireRequest } from '../kernel/types';

/** A presigned address of S3 in Signature Version 2, which boto3 makes unless it is told otherwise. */
export interface OldAddress {
  accessKeyId: string;
  signature: string;
  /** Seconds since 1970. */
  expires: number;
}

/** Reads the signature of version 2 from a query; undefined when it has none. */
export function oldAddressOf(request: WireRequest): OldAddress | undefined {
  const query = new URL(request.url).searchParams;
  const [accessKeyId, signature] = [query.get('AWSAccessKeyId'), query.get('Signature')];
  return accessKeyId === null || signature === null
    ? undefined
    : { accessKeyId, signature, expires: Number(query.get('Expires')) };
}

/** The parameters that are signed (S3 user guide, "Signing and authenticating REST requests"). */
const signedParameters = /^(response-[a-z-]+|delete)$/;

/** Throws `AccessDenied` for an expired address, `SignatureDoesNotMatch` for a wrong one; `now` in milliseconds. */
export function verifyOldAddress(request: WireRequest, address: OldAddress, secret: string, now: number): void {
  if (!(now <= address.expires * 1000)) throw new AwsError('AccessDenied', 'Request has expired', 403);
  const expected = createHmac('sha1', secret).update(textOf(request, address)).digest();
  const actual = Buffer.from(address.signature, 'base64');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected))
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    );
}

function textOf({ method, url, headers }: WireRequest, { expires }: OldAddress): string {
  const { hostname, searchParams } = new URL(url);
  const bucket = /^(.+)\.localhost$/.exec(hostname)?.[1];
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || '/';
  const signed = [...searchParams].filter(([name]) => signedParameters.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const query = signed.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  const own = [...Object.entries(headers), ...searchParams].filter(([name]) => /^x-amz-/i.test(name));
  const lines = own.map(([name, value]) => `${name.toLowerCase()}:${value.trim()}\n`).sort();
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    expires,
    `${lines.join('')}${bucket === undefined ? '' : `/${bucket}`}${path}${query === '' ? '' : `?${query}`}`,
  ].join('\n');
}
