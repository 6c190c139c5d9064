import { has } from '../../kernel/facts';
import { repeat } from '../../kernel/background';
import { decideByResource } from '../iam/resource-policy';
import { principalArn } from '../iam/authorize';
import type { Operations, OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Call, ConditionContext, Timer, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { listObjects, listObjectsByMarker } from './listing';
import type { Bucket, StoredObject } from './store';
import { etagOf } from './store';

const DAY = 24 * 60 * 60 * 1000;
const STORED_HEADERS = ['ContentEncoding', 'ContentDisposition', 'ContentLanguage', 'CacheControl'] as const;

const ANSWERED_HEADERS = ['ContentType', ...STORED_HEADERS] as const;

export interface S3 extends OperationService {
  define(bucket: Bucket): void;
  bucket(name: string): Bucket | undefined;
  close(): void;
}

/**
 * S3 in memory: the buckets of the templates, `Object Created` and `Object Deleted` events where the bucket asks for
 * them.
 */
export function createS3(world: World): S3 {
  const buckets = new Map<string, Bucket>();
  const timers: Timer[] = [];

  function allow(call: Call, bucket: Bucket, action: string, resource: string, context: ConditionContext = {}): void {
    const facts = { 'aws:SecureTransport': 'true', 'aws:PrincipalAccount': world.accountId, ...context };
    const byPolicy =
      bucket.policy &&
      decideByResource(bucket.policy, { aws: principalArn(call.principal.arn) }, action, resource, facts);
    if (byPolicy === 'explicit-deny') {
      throw new AwsError(
        'AccessDenied',
        `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in a resource-based policy`,
        403,
      );
    }
    if (byPolicy !== 'allowed') call.authorize(action, resource, context);
  }
  function bucketOf(call: Call): Bucket {
    const bucket = buckets.get(call.input.Bucket);
    if (!bucket)
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: call.input.Bucket });
    return bucket;
  }
  const arn = (bucket: Bucket, key?: string): string =>
    `arn:aws:s3:::${bucket.name}${key === undefined ? '' : `/${key}`}`;

  function objectOf(call: Call): StoredObject {
    const bucket = bucketOf(call);
    allow(call, bucket, 's3:GetObject', arn(bucket, call.input.Key));
    const object = bucket.objects.get(call.input.Key);
    if (object) return object;
    // Without the right to list, S3 does not tell whether the key exists.
    if (has(world, 'missing-object-without-list-permission'))
      allow(call, bucket, 's3:ListBucket', arn(bucket), { 's3:prefix': call.input.Key });
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: call.input.Key });
  }
  function tell(bucket: Bucket, type: 'Object Created' | 'Object Deleted', call: Call, object: StoredObject): void {
    if (!bucket.eventBridge) return;
    const detail = {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: object.key,
        ...(type === 'Object Created' ? { size: object.body.length, etag: object.etag.replaceAll('"', '') } : {}),
        sequencer: Math.floor(world.clock.now()).toString(16).toUpperCase(),
      },
      'request-id': call.requestId,
      requester: world.accountId,
      'source-ip-address': '127.0.0.1',
      reason: type === 'Object Created' ? 'PutObject' : 'DeleteObject',
    };
    world.emit({ source: 'aws.s3', 'detail-type': type, region: world.homeRegion, resources: [arn(bucket)], detail });
  }
  const described = (object: StoredObject): Record<string, any> => ({
    ContentLength: object.body.length,
    ContentType: object.contentType,
    ETag: object.etag,
    LastModified: new Date(object.lastModified),
    Metadata: object.metadata,
    ...object.headers,
  });
  function remove(call: Call, bucket: Bucket, key: string): void {
    allow(call, bucket, 's3:DeleteObject', arn(bucket, key));
    const object = bucket.objects.get(key);
    bucket.objects.delete(key);
    if (object) tell(bucket, 'Object Deleted', call, object);
  }

  function listable(call: Call): Bucket {
    const bucket = bucketOf(call);
    allow(call, bucket, 's3:ListBucket', arn(bucket), {
      's3:prefix': call.input.Prefix ?? '',
      's3:delimiter': call.input.Delimiter,
    });
    return bucket;
  }

  const operations: Operations = {
    PutObject: {
      parameters: [
        'Bucket',
        'Key',
        'Body',
        'ContentType',
        'ContentLength',
        'ContentMD5',
        'Metadata',
        'IfNoneMatch',
        'IfMatch',
        'ServerSideEncryption',
        'Checksum',
        ...STORED_HEADERS,
      ],
      run(call) {
        const bucket = bucketOf(call);
        const { Key: key, Body: body = new Uint8Array(), IfNoneMatch, IfMatch } = call.input;
        allow(call, bucket, 's3:PutObject', arn(bucket, key));
        const present = bucket.objects.get(key);
        if ((IfNoneMatch === '*' && present) || (IfMatch !== undefined && present?.etag !== IfMatch)) {
          throw new AwsError(
            'PreconditionFailed',
            'At least one of the pre-conditions you specified did not hold',
            412,
          );
        }
        const headers = Object.fromEntries(
          STORED_HEADERS.filter((name) => call.input[name] !== undefined).map((name) => [name, call.input[name]]),
        );
        const object: StoredObject = {
          key,
          body,
          etag: etagOf(body),
          lastModified: Math.floor(world.clock.now()),
          contentType: call.input.ContentType ?? 'binary/octet-stream',
          headers,
          metadata: call.input.Metadata ?? {},
        };
        bucket.objects.set(key, object);
        tell(bucket, 'Object Created', call, object);
        return { ETag: object.etag };
      },
    },
    GetObject: {
      parameters: ['Bucket', 'Key', 'Range', ...ANSWERED_HEADERS.map((name) => `Response${name}`)],
      run(call) {
        const object = objectOf(call);
        const asked = Object.fromEntries(
          ANSWERED_HEADERS.flatMap((name) => {
            const value: string | undefined = call.input[`Response${name}`];
            return value === undefined ? [] : [[name, value]];
          }),
        );
        const range = /^bytes=(\d+)-(\d*)$/.exec(call.input.Range ?? '');
        if (call.input.Range !== undefined && !range)
          throw new AwsError(
            'NotImplemented',
            `The range '${call.input.Range}' is not simulated: only bytes=N-M is.`,
            501,
          );
        if (!range) return { ...described(object), ...asked, Body: object.body };
        const [start, end] = [
          Number(range[1]),
          Math.min(range[2] === '' ? Infinity : Number(range[2]), object.body.length - 1),
        ];
        if (start > end) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
        const body = object.body.subarray(start, end + 1);
        return {
          ...described(object),
          ...asked,
          Body: body,
          ContentLength: body.length,
          ContentRange: `bytes ${start}-${end}/${object.body.length}`,
        };
      },
    },
    HeadObject: { parameters: ['Bucket', 'Key'], run: (call) => described(objectOf(call)) },
    DeleteObject: {
      parameters: ['Bucket', 'Key'],
      run(call) {
        remove(call, bucketOf(call), call.input.Key);
        return {};
      },
    },
    DeleteObjects: {
      parameters: ['Bucket', 'Delete', 'Checksum', 'ContentMD5'],
      run(call) {
        const bucket = bucketOf(call);
        const keys = (call.input.Delete.Objects as { Key: string }[]).map((object) => object.Key);
        for (const key of keys) remove(call, bucket, key);
        return { Deleted: call.input.Delete.Quiet ? [] : keys.map((Key) => ({ Key })) };
      },
    },
    HeadBucket: {
      parameters: ['Bucket'],
      run(call) {
        allow(call, bucketOf(call), 's3:ListBucket', arn(bucketOf(call)));
        return {};
      },
    },
    ListBuckets: {
      parameters: [],
      run(call) {
        call.authorize('s3:ListAllMyBuckets', '*');
        return {
          Buckets: [...buckets.keys()].map((Name) => ({ Name, CreationDate: new Date(0) })),
          Owner: { ID: world.accountId },
        };
      },
    },
    ListObjects: {
      parameters: ['Bucket', 'Prefix', 'Delimiter', 'MaxKeys', 'Marker'],
      run: (call) => listObjectsByMarker(listable(call), call.input),
    },
    ListObjectsV2: {
      parameters: ['Bucket', 'Prefix', 'Delimiter', 'MaxKeys', 'StartAfter', 'ContinuationToken'],
      run: (call) => listObjects(listable(call), call.input),
    },
  };

  function expire(bucket: Bucket): void {
    for (const object of bucket.objects.values()) {
      const rule = bucket.expirations.find(({ prefix }) => object.key.startsWith(prefix));
      if (rule && world.clock.now() - object.lastModified > rule.days * DAY) bucket.objects.delete(object.key);
    }
  }
  return {
    ...createService('s3', operations),
    define(bucket) {
      buckets.set(bucket.name, bucket);
      if (bucket.expirations.length > 0)
        timers.push(
          repeat(
            world.clock,
            (after) => after + DAY,
            () => expire(bucket),
          ),
        );
    },
    bucket: (name) => buckets.get(name),
    close: () => timers.forEach((timer) => timer.cancel()),
  };
}
