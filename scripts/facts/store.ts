import type { Fact } from './row';

/** Catalog, bucket, keys and logs. */
export const store: readonly Fact[] = [
  {
    id: 'maps-have-no-order',
    fact: 'DynamoDB keeps no order of the keys in a map.',
    basis: 'documented',
    source: 'DynamoDB developer guide, "Supported data types and naming rules in Amazon DynamoDB"',
    code: ['aws/client/ec2-filters.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/services.test.ts', 'answers with the keys of items and maps in another order at each read'],
      ['test/aws/images.test.ts', 'the same tags make the same request, in whatever order they come'],
    ],
    option: 'without',
  },
  {
    id: 'expired-items-stay-for-days',
    fact: 'DynamoDB deletes an expired item some days later at most, and reads return it until then.',
    basis: 'documented',
    source: 'DynamoDB developer guide, "Using time to live (TTL) in DynamoDB"',
    code: ['aws/catalog/store/idempotency.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/services.test.ts', 'loses expired items within the hour'],
      ['test/aws/catalog/claims.test.ts', 'the answer holds for 24 hours, after which the key is free'],
    ],
  },
  {
    id: 'conditional-write-after-lost-answer',
    fact: 'A conditional write whose answer was lost has taken effect, so that the second try of the SDK fails on its own condition.',
    basis: 'assumed',
    code: ['aws/catalog/store/items.ts'],
    local: 'does not model it',
    difference: 'Every call is answered; the tests lose answers.',
    tests: [
      [
        'test/aws/catalog/claims.test.ts',
        "a claim whose answer was lost is still the run's own, and somebody else's is not",
      ],
    ],
  },
  {
    id: 'table-may-be-throttled',
    fact: 'A table that is paid by request may refuse calls with `ProvisionedThroughputExceededException` or `ThrottlingException` for a while.',
    basis: 'documented',
    source: 'DynamoDB developer guide, "Error handling with DynamoDB"',
    code: ['aws/client/errors.ts', 'statemachines/retry-policies.json'],
    local: 'does not model it',
    difference: 'It takes every call; the tests refuse calls.',
    tests: [['test/journeys/build/crashes.test.ts', 'a table that has no more capacity for a minute is waited for']],
  },
  {
    id: 'presigned-address-ends-with-its-session',
    fact: 'A presigned address ends with the session of the role that signed it, which for a function is 12 hours, whatever its own expiry.',
    basis: 'seen in public',
    source: 'boto/boto3#2392',
    code: ['core/recipe/document.ts', 'usecases/run/command-log.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/signature.test.ts',
        'ends with the session that signed it, after 12 hours, whatever its own expiry',
      ],
      [
        'test/journeys/build/long-scripts.test.ts',
        'a test that runs longer than the session of the role which signed its addresses keeps its output all the same',
      ],
    ],
  },
  {
    id: 'missing-object-without-list-permission',
    fact: 'S3 answers 403 and not 404 for a missing object to a role without s3:ListBucket.',
    basis: 'documented',
    source: 'S3 API reference, GetObject',
    code: ['aws/storage/objects.ts', 'infra/grant/storage.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/services.test.ts', 'hides from a role without s3:ListBucket whether a key exists'],
      ['test/aws/wire.test.ts', 'a refusal is never absence'],
    ],
    option: 'without',
  },
  {
    id: 'log-stream-may-be-late',
    fact: 'Events of a log stream may appear after later ones of another stream.',
    basis: 'assumed',
    code: ['aws/storage/logs.ts'],
    local: 'does not model it',
    difference: 'Its events are there at once.',
    tests: [['test/aws/logs.test.ts', "a stream whose lines come late is read although another's are newer"]],
  },
  {
    id: 'sign-takes-4096-bytes',
    fact: 'KMS signs messages of at most 4096 bytes, and of longer ones the digest.',
    basis: 'documented',
    source: 'KMS API reference, Sign, Message',
    code: ['aws/key/signatures.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/keys.test.ts',
        'a long message is signed and verified by its digest, which is the same as by itself',
      ],
    ],
  },
  {
    id: 'secret-key-only-in-the-message',
    fact: 'Systems Manager and Secrets Manager tell only in the message of a denial that the key of a secret may not be used.',
    basis: 'assumed',
    code: ['aws/key/secrets.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/secret-keys.test.ts',
        '%s under a key whose policy lets the function not in ends the build, and says what the policy must allow',
      ],
    ],
  },
];
