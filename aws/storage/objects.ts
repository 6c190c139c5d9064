import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isAwsError, unexpectedAnswer } from '../client/errors';
import { s3 } from '../client/clients';
import { environment } from '../client/environment';
import { everyPage } from '../client/pages';

export interface StoredObject {
  key: string;
  size: number;
  modified_at: string;
}

/** Writes an object to the bucket, over an existing one. */
export async function putObject(
  key: string,
  body: string | Uint8Array,
  contentType = 'text/plain; charset=utf-8',
): Promise<void> {
  await s3().send(
    new PutObjectCommand({ Bucket: environment().bucket, Key: key, Body: body, ContentType: contentType }),
  );
}

/**
 * Returns an object's bytes; undefined when there is none. The role needs s3:ListBucket; otherwise S3 answers
 * AccessDenied for a missing object.
 */
async function getBytes(key: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await s3().send(new GetObjectCommand({ Bucket: environment().bucket, Key: key }));
    if (!answer.Body) throw unexpectedAnswer('GetObject', `the body of ${key}`);
    return await answer.Body.transformToByteArray();
  } catch (error) {
    if (isAwsError(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}

/** Returns an object's text in UTF-8; undefined when there is none. */
export async function getText(key: string): Promise<string | undefined> {
  const bytes = await getBytes(key);
  return bytes && Buffer.from(bytes).toString('utf8');
}

/** Returns whether an object exists. The role needs s3:ListBucket; otherwise S3 answers 403 for a missing object. */
export async function objectExists(key: string): Promise<boolean> {
  try {
    await s3().send(new HeadObjectCommand({ Bucket: environment().bucket, Key: key }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}

/** Returns all objects whose key starts with the prefix, ordered by key. */
export async function listObjects(prefix: string): Promise<StoredObject[]> {
  const found = await everyPage('ListObjectsV2', async (token) => {
    const answer = await s3().send(
      new ListObjectsV2Command({
        Bucket: environment().bucket,
        Prefix: prefix,
        ...(token && { ContinuationToken: token }),
      }),
    );
    return { items: answer.Contents, next: answer.IsTruncated ? answer.NextContinuationToken : undefined };
  });
  return found.map(({ Key, Size, LastModified }) => ({
    key: Key ?? '',
    size: Size ?? 0,
    modified_at: LastModified?.toISOString() ?? '',
  }));
}

/**
 * Returns a URL that returns an object without further permission, valid for some seconds (at most 7 days, and no
 * longer than the role's session).
 */
export function presignGet(key: string, seconds: number): Promise<string> {
  return getSignedUrl(s3(), new GetObjectCommand({ Bucket: environment().bucket, Key: key }), { expiresIn: seconds });
}

/** Returns a URL that accepts an object by PUT without further permission, with the limits of presignGet. */
export function presignPut(key: string, seconds: number): Promise<string> {
  return getSignedUrl(s3(), new PutObjectCommand({ Bucket: environment().bucket, Key: key }), { expiresIn: seconds });
}
