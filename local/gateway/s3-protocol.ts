import type { WireRequest, WireResponse } from '../kernel/types';
import { AwsError } from '../kernel/types';
import type { DecodedRequest, Protocol } from './protocol';
import { respond, textOf } from './protocol';
import { parseDelete, s3Xml } from './s3-xml';

const HEADERS: Record<string, string> = {
  'content-type': 'ContentType',
  'content-encoding': 'ContentEncoding',
  'content-disposition': 'ContentDisposition',
  'content-language': 'ContentLanguage',
  'cache-control': 'CacheControl',
  'if-none-match': 'IfNoneMatch',
  'if-match': 'IfMatch',
  range: 'Range',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
};
const LIST_QUERY: Record<string, string> = {
  prefix: 'Prefix',
  delimiter: 'Delimiter',
  'max-keys': 'MaxKeys',
  'start-after': 'StartAfter',
  'continuation-token': 'ContinuationToken',
  marker: 'Marker',
};
/** What a reader may have the answer say of an object, in place of what was stored. */
const ANSWER_QUERY: Record<string, string> = {
  'response-content-type': 'ContentType',
  'response-content-disposition': 'ContentDisposition',
  'response-content-encoding': 'ContentEncoding',
  'response-content-language': 'ContentLanguage',
  'response-cache-control': 'CacheControl',
};
/** Query parameters that change nothing here: signature, the SDK's own marks, URL encoding of listings. */
const HARMLESS =
  /^(x-amz-.*|X-Amz-.*|x-id|list-type|encoding-type|fetch-owner|AWSAccessKeyId|Signature|Expires|content-type|content-md5)$/;
const notSimulated = (what: string): AwsError => new AwsError('NotImplemented', `S3 ${what} is not simulated.`, 501);

/** S3: REST with XML, path style (`/bucket/key`) or `bucket.localhost`. */
export const s3Protocol: Protocol = { decode, encode, fail };

function location(request: WireRequest): { bucket: string; key: string } {
  const url = new URL(request.url);
  const host = /^(.+)\.localhost$/.exec(url.hostname)?.[1];
  const [first = '', ...rest] = url.pathname.slice(1).split('/');
  const [bucket, key] = host === undefined ? [first, rest.join('/')] : [host, url.pathname.slice(1)];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

function decode(request: WireRequest): DecodedRequest {
  const { bucket, key } = location(request);
  const query = new URL(request.url).searchParams;
  const extra = [...query.keys()].find(
    (name) =>
      !HARMLESS.test(name) && !(name in LIST_QUERY) && !(name in ANSWER_QUERY) && !(name === 'delete' && key === ''),
  );
  if (extra !== undefined) throw notSimulated(`${request.method} with ?${extra}`);
  if (request.headers['x-amz-copy-source'] !== undefined) throw notSimulated('CopyObject');
  if (bucket === '') return { action: 'ListBuckets', input: {} };
  if (key === '') return bucketRequest(request, bucket, query);
  const input = { Bucket: bucket, Key: key };
  switch (request.method) {
    case 'PUT':
      return {
        action: 'PutObject',
        input: { ...input, ...headerInput(request), Range: undefined, Body: body(request) },
      };
    case 'GET':
      return { action: 'GetObject', input: { ...input, Range: request.headers.range, ...answerInput(query) } };
    case 'HEAD':
      return { action: 'HeadObject', input };
    case 'DELETE':
      return { action: 'DeleteObject', input };
    default:
      throw notSimulated(`${request.method} of an object`);
  }
}

function bucketRequest(request: WireRequest, bucket: string, query: URLSearchParams): DecodedRequest {
  if (request.method === 'HEAD') return { action: 'HeadBucket', input: { Bucket: bucket } };
  if (request.method === 'POST' && query.has('delete'))
    return { action: 'DeleteObjects', input: { Bucket: bucket, Delete: parseDelete(textOf(request.body)) } };
  if (request.method !== 'GET') throw notSimulated(`${request.method} of a bucket`);
  const entries = Object.entries(LIST_QUERY).map(([name, member]) => [member, query.get(name) || undefined] as const);
  const { MaxKeys, ...list } = Object.fromEntries(entries);
  return {
    action: query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects',
    input: { Bucket: bucket, ...list, MaxKeys: MaxKeys === undefined ? undefined : Number(MaxKeys) },
  };
}

const answerInput = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ANSWER_QUERY).flatMap(([name, member]) =>
      query.has(name) ? [[`Response${member}`, query.get(name)!]] : [],
    ),
  );

function headerInput(request: WireRequest): Record<string, any> {
  const members = Object.entries(request.headers).flatMap(([name, value]) =>
    HEADERS[name] ? [[HEADERS[name], value]] : [],
  );
  const metadata = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value]] : [],
  );
  const encoding = String(request.headers['content-encoding'] ?? '').replace(/,?aws-chunked/, '');
  return {
    ...Object.fromEntries(members),
    ContentEncoding: encoding || undefined,
    Metadata: Object.fromEntries(metadata),
  };
}

/** The bytes of an upload; the SDK sends streams in chunks with a checksum behind them. */
function body(request: WireRequest): Uint8Array {
  const mode = request.headers['x-amz-content-sha256'] ?? '';
  const sent = Buffer.from(request.body ?? []);
  if (!mode.startsWith('STREAMING-')) return sent;
  if (mode !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') throw notSimulated(`an upload signed as ${mode}`);
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = sent.indexOf('\r\n', at);
    const size = parseInt(sent.subarray(at, end).toString(), 16);
    if (end < 0 || !(size > 0)) return Buffer.concat(parts);
    parts.push(sent.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function encode(action: string, output: Record<string, any>, requestId: string): WireResponse {
  const headers: Record<string, string> = { 'x-amz-request-id': requestId };
  if (action.startsWith('ListObjects') || action === 'DeleteObjects' || action === 'ListBuckets')
    return respond(200, 'application/xml', s3Xml(action, output), headers);
  for (const [header, member] of [...Object.entries(HEADERS), ['etag', 'ETag'], ['content-range', 'ContentRange']] as [
    string,
    string,
  ][]) {
    if (output[member] !== undefined) headers[header] = String(output[member]);
  }
  if (output.LastModified) headers['last-modified'] = (output.LastModified as Date).toUTCString();
  for (const [name, value] of Object.entries<string>(output.Metadata ?? {})) headers[`x-amz-meta-${name}`] = value;
  if (output.ContentLength !== undefined) headers['content-length'] = String(output.ContentLength);
  const status = action === 'DeleteObject' ? 204 : output.ContentRange ? 206 : 200;
  return { status, headers, body: output.Body ?? new Uint8Array() };
}

function fail(error: AwsError, requestId: string): WireResponse {
  return respond(
    error.status,
    'application/xml',
    s3Xml('Error', { Code: error.code, Message: error.message, ...error.details, RequestId: requestId }),
    { 'x-amz-request-id': requestId },
  );
}
