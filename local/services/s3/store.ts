import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../../kernel/types';

export interface StoredObject {
  key: string;
  body: Uint8Array;
  etag: string;
  /** Milliseconds on the simulated clock. */
  lastModified: number;
  contentType: string;
  headers: Record<string, string>;
  metadata: Record<string, string>;
}

export interface ExpirationRule {
  prefix: string;
  days: number;
}

export interface Bucket {
  name: string;
  eventBridge: boolean;
  expirations: ExpirationRule[];
  /** The bucket policy's statements, from AWS::S3::BucketPolicy. */
  policy?: PolicyDocument;
  objects: Map<string, StoredObject>;
}

/** Returns what S3 answers as ETag of an object that came in one part. */
export const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Returns the keys of a bucket that start with the prefix, in S3's order (by UTF-8 bytes). */
export function keysOf(bucket: Bucket, prefix: string): string[] {
  return [...bucket.objects.keys()]
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
