import { explainAwsError, isAwsError } from '../../aws/client/errors';
import { parameterImageId } from '../../aws/image/base';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { describeExecution, executionArn, startExecution } from '../../aws/flow/executions';
import { readSecret } from '../../aws/key/secrets';
import { sendTaskFailure, sendTaskSuccess } from '../../aws/flow/task-tokens';
import { SpawnError } from '../../core/errors';
import { describeImageReferences } from '../../aws/reference/image-references';
import { usingInstances } from '../../aws/reference/using-instances';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
afterEach(() => jest.restoreAllMocks());

describe('errors', () => {
  test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
    "%s is PermissionDenied and keeps AWS's words",
    (code) => {
      const explained = explainAwsError(awsError(code, 'not authorized to perform: ec2:CreateImage'));
      expect(explained).toMatchObject({
        name: 'PermissionDenied',
        message: expect.stringContaining('ec2:CreateImage'),
        details: { aws_error: code },
      });
    },
  );

  test.each([
    'RequestLimitExceeded',
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'TransactionInProgressException',
  ])('%s is RequestThrottled, which the state machines retry', (code) => {
    expect(explainAwsError(awsError(code, 'Request limit exceeded.'))).toMatchObject({
      name: 'RequestThrottled',
      details: { aws_error: code },
    });
  });

  test('an answer with a status of 500 or more is AwsUnavailable, which they retry too', () => {
    const unwell = Object.assign(awsError('InternalError', 'An internal error has occurred.'), {
      $metadata: { httpStatusCode: 500 },
    });
    expect(explainAwsError(unwell)).toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining('An internal error'),
      details: { aws_error: 'InternalError' },
    });
  });

  test.each([
    { name: 'TimeoutError' },
    { code: 'ECONNRESET' },
    { code: 'ENOTFOUND' },
    { name: 'RequestTimeout', $metadata: { httpStatusCode: 400 } },
  ])('a connection that broke (%j) is AwsUnavailable', (broken) => {
    const error = Object.assign(new Error('the connection broke'), broken);
    expect(explainAwsError(error)).toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining('the connection broke'),
    });
  });

  test('every other error stays what it is', () => {
    for (const error of [awsError('InternalError'), new SpawnError('NameTaken', 'taken'), new TypeError('ours')])
      expect(explainAwsError(error)).toBe(error);
    expect(explainAwsError('text')).toMatchObject({ message: 'text' });
  });

  test('a code is compared as a whole', () => {
    expect(isAwsError(awsError('InvalidAMIID.NotFound'), 'InvalidAMIID')).toBe(false);
    expect(isAwsError(awsError('InvalidAMIID.NotFound'), 'Other', 'InvalidAMIID.NotFound')).toBe(true);
    expect(isAwsError('InvalidAMIID.NotFound', 'InvalidAMIID.NotFound')).toBe(false);
  });
});

describe('settings', () => {
  test('only what is read has to be there, and what is missing is named', () => {
    delete process.env.SPAWN_SUBNETS;
    const settings = environment();
    expect(settings.regions).toEqual(['us-east-1', 'eu-west-1']);
    expect(() => settings.subnets).toThrow(
      expect.objectContaining({ name: 'MissingSetting', message: expect.stringContaining('SPAWN_SUBNETS') }),
    );
  });

  test('settings are JSON', () => {
    process.env.SPAWN_SETTINGS = '{"build_cap": 5}';
    expect(environment().settings.build_cap).toBe(5);
    process.env.SPAWN_SETTINGS = 'build_cap=5';
    expect(() => environment().settings).toThrow(expect.objectContaining({ name: 'MissingSetting' }));
  });
});

describe('executions', () => {
  test('an execution of that name is this very run, started before', async () => {
    fakeAws({ StartExecution: awsError('ExecutionAlreadyExists') });
    expect(await startExecution({ machine: 'pipeline', name: 'bld-1', input: {} })).toBe(
      'arn:aws:states:us-east-1:123456789012:execution:spawn-dev-pipeline:bld-1',
    );
    expect(executionArn('test', 'bld-1')).toBe('arn:aws:states:us-east-1:123456789012:execution:spawn-dev-test:bld-1');
  });

  test('an execution becomes plain values, and one that is forgotten is absent', async () => {
    fakeAws({
      DescribeExecution: [
        {
          status: 'FAILED',
          startDate: new Date('2026-01-14T10:30:00Z'),
          input: '{}',
          error: 'TestFailed',
          cause: 'exit 3',
        },
        awsError('ExecutionDoesNotExist'),
      ],
    });
    expect(await describeExecution('arn')).toEqual({
      arn: 'arn',
      status: 'FAILED',
      started_at: '2026-01-14T10:30:00.000Z',
      input: '{}',
      error: 'TestFailed',
      cause: 'exit 3',
    });
    expect(await describeExecution('arn')).toBeUndefined();
  });

  test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'a token that nobody waits for any more (%s) is told, not thrown',
    async (code) => {
      fakeAws({ SendTaskSuccess: awsError(code), SendTaskFailure: awsError(code) });
      expect(await sendTaskSuccess('token', { done: true })).toBe(false);
      expect(await sendTaskFailure('token', 'TestFailed', 'exit 3')).toBe(false);
    },
  );

  test('an answer is JSON, a cause at most as long as Step Functions takes', async () => {
    const calls = fakeAws({ SendTaskSuccess: {}, SendTaskFailure: {} });
    expect(await sendTaskSuccess('token', undefined)).toBe(true);
    expect(await sendTaskFailure('token', 'TestFailed', 'x'.repeat(40_000))).toBe(true);
    expect(calls[0]!.input.output).toBe('null');
    expect(calls[1]!.input.cause).toHaveLength(32_768);
  });
});

describe('events, parameters and secrets', () => {
  test('an event that the bus did not take is an error although the call succeeds', async () => {
    const calls = fakeAws({
      PutEvents: [
        { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
        { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] },
        {},
      ],
    });
    await putEvent('Image Published', { ami_id: 'ami-1' });
    expect(calls[0]!.input.Entries).toEqual([
      {
        Source: 'spawn',
        DetailType: 'Image Published',
        Detail: JSON.stringify({
          ami_id: 'ami-1',
          notification: {
            kind: 'build-succeeded',
            text: 'an image (ami-1) is published',
            slack: 'an image (ami-1) is published',
            deployment: 'dev@us-east-1',
          },
        }),
      },
    ]);
    await expect(putEvent('Image Published', {})).rejects.toMatchObject({
      name: 'UnexpectedAnswer',
      message: expect.stringContaining('ThrottlingException'),
    });
    await expect(putEvent('Image Published', {})).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
  });

  test('a parameter must hold an image id, and its value is not shown otherwise', async () => {
    fakeAws({
      GetParameter: [
        { Parameter: { Value: 'ami-0123456789abcdef0' } },
        { Parameter: { Value: 'hunter2' } },
        {},
        awsError('ParameterNotFound'),
      ],
    });
    expect(await parameterImageId('eu-west-1', '/aws/service/x')).toBe('ami-0123456789abcdef0');
    const refused = await parameterImageId('eu-west-1', '/team/password').catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'InvalidBase', message: expect.stringContaining('/team/password') });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('hunter2');
    await expect(parameterImageId('eu-west-1', '/aws/service/x')).rejects.toMatchObject({ name: 'InvalidBase' });
    await expect(parameterImageId('eu-west-1', '/aws/service/x')).rejects.toMatchObject({
      name: 'BaseNotFound',
      message: expect.stringContaining('/aws/service/x'),
    });
  });

  test('secrets come from parameters and from Secrets Manager', async () => {
    const calls = fakeAws({ GetParameter: { Parameter: { Value: 'one' } }, GetSecretValue: { SecretString: 'two' } });
    expect(await readSecret('ssm:/spawn/dev/token')).toBe('one');
    expect(await readSecret('secretsmanager:spawn/dev/token')).toBe('two');
    expect(calls.map(({ input }) => input)).toEqual([
      { Name: '/spawn/dev/token', WithDecryption: true },
      { SecretId: 'spawn/dev/token' },
    ]);
  });

  test.each(['vault:token', 'ssm:', 'ssm:/spawn/dev/gone'])('the secret %s is refused by name', async (reference) => {
    fakeAws({ GetParameter: awsError('ParameterNotFound') });
    await expect(readSecret(reference)).rejects.toMatchObject({
      name: 'InvalidRecipe',
      message: expect.stringContaining(`'${reference}'`),
    });
  });
});

describe('a use without the image that it is of is an error, since it may be any image', () => {
  test('of an instance', async () => {
    fakeAws({
      DescribeInstances: { Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] }] },
    });
    await expect(usingInstances('us-east-1', ['ami-1'])).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
  });

  test('of a template, a parameter or a recipe', async () => {
    fakeAws({ DescribeImageReferences: { ImageReferences: [{ ResourceType: 'ssm:Parameter' }] } });
    await expect(describeImageReferences('us-east-1', ['ami-1'], 10)).rejects.toMatchObject({
      name: 'UnexpectedAnswer',
    });
  });
});
