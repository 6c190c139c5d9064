import { virtualClock } from '../../kernel/clock';
import type { Local } from '../../app/simulation';
import { startLocal } from '../kit/start';
import { functionOf, roleOf, writeAssembly } from '../kit/assembly';

const NOW = Date.UTC(2026, 0, 14, 10, 30);
/** A handler that sends one SDK command and answers with the result or the error's name and message. */
const sender = `
import { S3Client, GetObjectCommand, PutObjectCommand, HeadObjectCommand, DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand, QueryCommand, TransactWriteCommand, BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SchedulerClient, CreateScheduleCommand, GetScheduleCommand, DeleteScheduleCommand } from '@aws-sdk/client-scheduler';
import { CloudWatchLogsClient, FilterLogEventsCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { EC2Client, DescribeImagesCommand } from '@aws-sdk/client-ec2';
const s3 = new S3Client({}), table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const clients = { s3, table, events: new EventBridgeClient({}), scheduler: new SchedulerClient({}), logs: new CloudWatchLogsClient({}), secrets: new SecretsManagerClient({}), ec2: new EC2Client({}) };
const commands = { GetObjectCommand, PutObjectCommand, HeadObjectCommand, DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, GetCommand, PutCommand, UpdateCommand, QueryCommand, TransactWriteCommand, BatchWriteCommand, ScanCommand, PutEventsCommand, CreateScheduleCommand, GetScheduleCommand, DeleteScheduleCommand, FilterLogEventsCommand, CreateLogStreamCommand, PutLogEventsCommand, GetSecretValueCommand, DescribeImagesCommand };
export const handler = async ({ client, command, input, presign }) => {
  try {
    if (presign) return { url: await getSignedUrl(s3, new commands[command](input), { expiresIn: presign }) };
    const { $metadata, Body, ...answer } = await clients[client].send(new commands[command](input));
    return { ...answer, ...(Body ? { text: await Body.transformToString() } : {}) };
  } catch (error) {
    return { error: error.name, message: error.message, item: error.Item };
  }
};`;
const recorder = `export const handler = async (event) => { console.log('received ' + JSON.stringify(event)); };`;

const assembly = writeAssembly(
  {
    ...functionOf(
      'send',
      [
        's3:*',
        'dynamodb:*',
        'events:PutEvents',
        'scheduler:*',
        'logs:FilterLogEvents',
        'secretsmanager:GetSecretValue',
        'iam:PassRole',
        'ec2:DescribeImages',
      ],
      { Timeout: 30 },
    ),
    ...functionOf('weak', ['s3:GetObject', 'dynamodb:GetItem'], { Timeout: 30, Code: { S3Key: 'send.zip' } }),
    ...functionOf('record'),
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'files',
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::files/locked/*' },
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 's3:*',
              Resource: 'arn:aws:s3:::files/*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'catalog',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'gsi1',
            KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'created',
        EventPattern: { source: ['aws.s3', 'own'] },
        Targets: [
          {
            Id: 'record',
            Arn: { 'Fn::GetAtt': ['record', 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
          },
        ],
      },
    },
    Allowed: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'record',
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
      },
    },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    DeadPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Dead' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Dead', 'Arn'] },
            },
          ],
        },
      },
    },
    Clockwork: {
      ...roleOf('scheduler.amazonaws.com', [
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['record', 'Arn'] } },
      ]),
    },
    Minute: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'minute',
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['record', 'Arn'] },
          RoleArn: { 'Fn::GetAtt': ['Clockwork', 'Arn'] },
          Input: '{"by":"schedule"}',
        },
      },
    },
  },
  { send: sender, record: recorder },
);

let local: Local;
let clock: ReturnType<typeof virtualClock>;
let edit: ((stacks: any[]) => void) | undefined;
const start = async () => {
  clock = virtualClock(NOW);
  local = await startLocal({ assembly, tier: 'in-process', clock, seed: 1, edit });
};
beforeEach(() => ((edit = undefined), start()));
afterEach(() => local.close());
const send = (client: string, command: string, input: object, by = 'send') =>
  clock.until(local.lambda.invoke(by, { client, command, input }) as Promise<any>);
const presign = async (command: string, input: object, seconds: number) =>
  ((await local.lambda.invoke('send', { command, input, presign: seconds })) as { url: string }).url;
const received = () =>
  [...local.logs.group('us-east-1', '/aws/lambda/record')!.streams.values()]
    .flatMap((stream) => stream.events.map((event) => event.message))
    .filter((line) => line.startsWith('received'))
    .map((line) => JSON.parse(line.slice('received '.length)));

describe('S3, through the SDK', () => {
  const object = { Bucket: 'files', Key: 'a/ü b+c.txt' };
  test('keeps what was put', async () => {
    expect(
      await send('s3', 'PutObjectCommand', {
        ...object,
        Body: 'text',
        ContentType: 'text/plain',
        Metadata: { by: 'me' },
      }),
    ).toMatchObject({ ETag: '"1cb251ec0d568de6a929b520c4aed8d1"' });
    expect(await send('s3', 'GetObjectCommand', object)).toMatchObject({
      text: 'text',
      ContentType: 'text/plain',
      Metadata: { by: 'me' },
      ContentLength: 4,
    });
    expect(await send('s3', 'HeadObjectCommand', object)).toMatchObject({
      ContentLength: 4,
      LastModified: '2026-01-14T10:30:00.000Z',
    });
    expect(await send('s3', 'DeleteObjectCommand', object)).not.toHaveProperty('error');
    expect(await send('s3', 'GetObjectCommand', object)).toMatchObject({ error: 'NoSuchKey' });
  });
  test('lists in pages, with prefixes', async () => {
    for (const Key of ['a/1', 'a/2', 'b/1', 'c'])
      await send('s3', 'PutObjectCommand', { Bucket: 'files', Key, Body: '' });
    const first = await send('s3', 'ListObjectsV2Command', { Bucket: 'files', Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, CommonPrefixes: [{ Prefix: 'a/' }, { Prefix: 'b/' }] });
    const second = await send('s3', 'ListObjectsV2Command', {
      Bucket: 'files',
      Delimiter: '/',
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
    });
    expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: 'c', Size: 0 }] });
    expect(
      await send('s3', 'DeleteObjectsCommand', {
        Bucket: 'files',
        Delete: { Objects: [{ Key: 'a/1' }, { Key: 'a/2' }] },
      }),
    ).toMatchObject({ Deleted: [{ Key: 'a/1' }, { Key: 'a/2' }] });
    expect((await send('s3', 'ListObjectsV2Command', { Bucket: 'files' })).Contents.map((one: any) => one.Key)).toEqual(
      ['b/1', 'c'],
    );
  });
  test('does not overwrite when asked not to', async () => {
    await send('s3', 'PutObjectCommand', { ...object, Body: '1' });
    expect(await send('s3', 'PutObjectCommand', { ...object, Body: '2', IfNoneMatch: '*' })).toMatchObject({
      error: 'PreconditionFailed',
    });
  });
  test('hides from a role without s3:ListBucket whether a key exists', async () => {
    expect(await send('s3', 'GetObjectCommand', object, 'weak')).toMatchObject({ error: 'AccessDenied' });
    await send('s3', 'PutObjectCommand', { ...object, Body: '1' });
    expect(await send('s3', 'GetObjectCommand', object, 'weak')).toMatchObject({ text: '1' });
    expect(await send('s3', 'PutObjectCommand', { ...object, Body: '2' }, 'weak')).toMatchObject({
      error: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: s3:PutObject'),
    });
  });
  test('obeys the policy of the bucket', async () => {
    expect(await send('s3', 'PutObjectCommand', { Bucket: 'files', Key: 'locked/x', Body: '' })).toMatchObject({
      error: 'AccessDenied',
      message: expect.stringContaining('resource-based policy'),
    });
  });
  test('refuses what it does not do, by name', async () => {
    expect(await send('s3', 'GetObjectCommand', { ...object, VersionId: 'v1' })).toMatchObject({
      error: 'NotImplemented',
      message: expect.stringContaining('versionId'),
    });
  });
  test('takes a presigned upload from a machine without credentials until it expires', async () => {
    const url = await presign('PutObjectCommand', { Bucket: 'files', Key: 'ready/b-1' }, 900);
    const put = () => local.world.request({ method: 'PUT', url, headers: {}, body: Buffer.from('ready') })!;
    expect((await put()).status).toBe(200);
    expect(Buffer.from(local.s3.bucket('files')!.objects.get('ready/b-1')!.body).toString()).toBe('ready');
    await clock.advance(901_000);
    const late = await put();
    expect([late.status, Buffer.from(late.body).toString()]).toEqual([
      403,
      expect.stringContaining('Request has expired'),
    ]);
  });
});

describe('the table, through the SDK', () => {
  const item = { pk: 'IMAGE#1', sk: 'IMAGE', gsi1pk: 'IMAGES', n: 1, list: ['a'] };
  test('puts, gets, updates with conditions and queries an index', async () => {
    await send('table', 'PutCommand', { TableName: 'catalog', Item: item });
    expect(await send('table', 'GetCommand', { TableName: 'catalog', Key: { pk: 'IMAGE#1', sk: 'IMAGE' } })).toEqual({
      Item: item,
    });
    const update = {
      TableName: 'catalog',
      Key: { pk: 'IMAGE#1', sk: 'IMAGE' },
      UpdateExpression: 'SET n = n + :one',
      ConditionExpression: 'n = :n',
      ExpressionAttributeValues: { ':one': 1, ':n': 1 },
      ReturnValues: 'ALL_NEW',
    };
    expect(await send('table', 'UpdateCommand', update)).toMatchObject({ Attributes: { n: 2 } });
    expect(
      await send('table', 'UpdateCommand', { ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ).toMatchObject({ error: 'ConditionalCheckFailedException', item: { n: { N: '2' } } });
    expect(
      await send('table', 'QueryCommand', {
        TableName: 'catalog',
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': 'IMAGES' },
      }),
    ).toMatchObject({ Count: 1 });
  });
  test('answers with the keys of items and maps in another order at each read', async () => {
    const tags = { a: '1', b: '2', c: '3', d: '4' };
    await send('table', 'PutCommand', { TableName: 'catalog', Item: { ...item, tags } });
    const read = async () =>
      (await send('table', 'GetCommand', { TableName: 'catalog', Key: { pk: 'IMAGE#1', sk: 'IMAGE' } })).Item;
    const [first, second] = [await read(), await read()];
    expect([first, second]).toEqual([
      { ...item, tags },
      { ...item, tags },
    ]);
    expect(Object.keys(first.tags)).not.toEqual(Object.keys(tags));
    expect(Object.keys(second.tags)).not.toEqual(Object.keys(first.tags));
  });
  test('refuses transactions by name', async () => {
    expect(
      await send('table', 'TransactWriteCommand', { TransactItems: [{ Put: { TableName: 'catalog', Item: item } }] }),
    ).toMatchObject({ error: 'UnknownOperationException', message: expect.stringContaining('TransactWriteItems') });
  });
  test('is closed to a role that may not', async () => {
    expect(await send('table', 'PutCommand', { TableName: 'catalog', Item: item }, 'weak')).toMatchObject({
      error: 'AccessDeniedException',
      message: expect.stringContaining(
        'User: arn:aws:sts::123456789012:assumed-role/fixture-weakRole/weak is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table/catalog',
      ),
    });
  });
  test('loses expired items within the hour', async () => {
    await send('table', 'PutCommand', { TableName: 'catalog', Item: { ...item, expires_at: NOW / 1000 + 60 } });
    await clock.advance(59 * 60_000);
    expect(await local.dynamodb.items('catalog')).toHaveLength(1);
    await clock.advance(2 * 60_000);
    expect(await local.dynamodb.items('catalog')).toHaveLength(0);
  });
});

describe('an event', () => {
  const put = () =>
    send('events', 'PutEventsCommand', {
      Entries: [{ Source: 'own', DetailType: 'Image Published', Detail: '{"id":"ami-1"}' }],
    });
  test('reaches the target of the rule that it matches', async () => {
    expect(await put()).toMatchObject({ FailedEntryCount: 0 });
    await clock.advance(1000);
    expect(received()).toEqual([
      expect.objectContaining({
        source: 'own',
        'detail-type': 'Image Published',
        account: '123456789012',
        time: '2026-01-14T10:30:00Z',
        detail: { id: 'ami-1' },
      }),
    ]);
  });
  test('tells of a new object where the bucket asks for it', async () => {
    await send('s3', 'PutObjectCommand', { Bucket: 'files', Key: 'x', Body: 'abc' });
    await clock.advance(1000);
    expect(received()).toEqual([
      expect.objectContaining({
        'detail-type': 'Object Created',
        detail: expect.objectContaining({
          bucket: { name: 'files' },
          object: expect.objectContaining({ key: 'x', size: 3 }),
        }),
      }),
    ]);
  });
  test('goes to the dead letters at once when the function does not let the rule in', async () => {
    await local.close();
    edit = ([stack]) => delete stack.template.Resources.Allowed;
    await start();
    await put();
    await clock.advance(1000);
    expect(local.queues.queue('dead')!.messages).toHaveLength(1);
    expect(local.bus.failures).toEqual([
      expect.objectContaining({
        rule: 'created',
        reason: expect.stringContaining('no resource-based policy allows the lambda:InvokeFunction action'),
      }),
    ]);
  });
});

describe('a schedule', () => {
  test('of the template fires on time', async () => {
    await clock.advance(3 * 60_000);
    expect(received()).toEqual([{ by: 'schedule' }, { by: 'schedule' }, { by: 'schedule' }]);
  });
  test('made for one time fires once and goes', async () => {
    const target = {
      Arn: 'arn:aws:lambda:us-east-1:123456789012:function:record',
      RoleArn: 'arn:aws:iam::123456789012:role/fixture-Clockwork',
      Input: '{"by":"once"}',
    };
    const created = await send('scheduler', 'CreateScheduleCommand', {
      Name: 'once',
      ScheduleExpression: 'at(2026-01-14T10:30:30)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: target,
    });
    expect(created).toMatchObject({ ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/once' });
    await clock.advance(45_000);
    expect(received()).toEqual([{ by: 'once' }]);
    expect(await send('scheduler', 'GetScheduleCommand', { Name: 'once' })).toMatchObject({
      error: 'ResourceNotFoundException',
    });
  });
});

test('logs written by one call are found by another', async () => {
  local.logs.define('us-east-1', '/commands');
  await send('logs', 'CreateLogStreamCommand', { logGroupName: '/commands', logStreamName: 's' });
  await send('logs', 'PutLogEventsCommand', {
    logGroupName: '/commands',
    logStreamName: 's',
    logEvents: [{ timestamp: NOW, message: 'Hello world' }],
  });
  expect(
    await send('logs', 'FilterLogEventsCommand', { logGroupName: '/commands', filterPattern: 'Hello' }),
  ).toMatchObject({ events: [{ message: 'Hello world', logStreamName: 's', timestamp: NOW }] });
});
test('log streams go when the retention of their group is over', () => {
  const group = local.logs.define('us-east-1', '/kept', 1);
  local.logs.write(group, 'first', ['a']);
  return clock.advance(25 * 60 * 60_000).then(() => {
    local.logs.write(group, 'second', ['b']);
    expect([...group.streams.keys()]).toEqual(['second']);
  });
});
test('a secret is read as text', async () => {
  await local.call('secretsmanager', 'CreateSecret', 'us-east-1', { Name: '/spawn/dev/token', SecretString: 'hush' });
  expect(await send('secrets', 'GetSecretValueCommand', { SecretId: '/spawn/dev/token' })).toMatchObject({
    SecretString: 'hush',
    Name: '/spawn/dev/token',
  });
});
test('EC2 answers through its own protocol', async () => {
  const { Images } = await send('ec2', 'DescribeImagesCommand', { Owners: ['amazon'], MaxResults: 5 });
  expect(Images.length).toBeGreaterThan(0);
});
test('every call is counted with who made it', async () => {
  await send('table', 'GetCommand', { TableName: 'catalog', Key: { pk: 'a', sk: 'b' } });
  expect(local.calls).toEqual([
    {
      service: 'dynamodb',
      action: 'GetItem',
      region: 'us-east-1',
      principal: 'arn:aws:sts::123456789012:assumed-role/fixture-sendRole/send',
      time: NOW,
    },
  ]);
});
