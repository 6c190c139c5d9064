import { AwsError } from '../../kernel/types';
import type { Bucket } from './store';
import { keysOf } from './store';

/** ListObjects: as version 2, with a marker in place of the token, which the answer has for common prefixes only. */
export function listObjectsByMarker(bucket: Bucket, input: Record<string, any>): Record<string, any> {
  const { Marker = '', ...rest } = input;
  const { KeyCount: _, NextContinuationToken: token, ...answer } = listObjects(bucket, { ...rest, StartAfter: Marker });
  return { ...answer, Marker, ...(token && input.Delimiter ? { NextMarker: decode(token) } : {}) };
}

/** ListObjectsV2: keys and common prefixes in order, at most 1,000 a page. */
export function listObjects(bucket: Bucket, input: Record<string, any>): Record<string, any> {
  const { Prefix = '', Delimiter, MaxKeys = 1000, StartAfter = '', ContinuationToken } = input;
  const after = ContinuationToken === undefined ? StartAfter : decode(ContinuationToken);
  const contents: Record<string, any>[] = [];
  const prefixes = new Set<string>();
  let last = after;
  let more = false;
  for (const key of keysOf(bucket, Prefix)) {
    const cut = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
    const common = cut < 0 ? undefined : key.slice(0, cut + Delimiter.length);
    if ((common ?? key) <= after || (common !== undefined && prefixes.has(common))) continue;
    if (contents.length + prefixes.size >= Math.min(MaxKeys, 1000)) {
      more = true;
      break;
    }
    last = common ?? key;
    const object = bucket.objects.get(key)!;
    if (common !== undefined) prefixes.add(common);
    else
      contents.push({
        Key: key,
        LastModified: new Date(object.lastModified),
        ETag: object.etag,
        Size: object.body.length,
        StorageClass: 'STANDARD',
      });
  }
  return {
    Name: bucket.name,
    Prefix,
    MaxKeys,
    KeyCount: contents.length + prefixes.size,
    IsTruncated: more,
    ...(Delimiter ? { Delimiter } : {}),
    Contents: contents,
    CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: prefix })),
    ...(more ? { NextContinuationToken: Buffer.from(`after/${last}`).toString('base64') } : {}),
  };
}

function decode(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('after/')) throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return text.slice('after/'.length);
}
