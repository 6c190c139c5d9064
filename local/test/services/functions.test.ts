import { virtualClock } from '../../kernel/clock';
import type { Local } from '../../app/local';
import { startLocal } from '../../app/start';
import { functionOf, writeAssembly } from '../kit/assembly';

const NOW = Date.UTC(2026, 0, 14, 10, 30);
const permission = (name: string, service: string) => ({
  [`${name}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: name }, Principal: service },
  },
});

const sources = {
  echo: `export const handler = async (event, context) => ({ event, name: process.env.AWS_LAMBDA_FUNCTION_NAME, setting: process.env.SETTING, home: process.env.HOME, now: new Date().toISOString(), remaining: context.getRemainingTimeInMillis() });`,
  fail: `class ImageTaken extends Error { name = 'ImageTaken'; }
export const handler = async () => { throw new ImageTaken('the name x is taken'); };`,
  slow: `export const handler = async () => { await new Promise((done) => setTimeout(done, 60_000)); return 'late'; };`,
  patient: `export const handler = async () => { const began = Date.now(); await new Promise((done) => setTimeout(done, 2_000)); return Date.now() - began; };`,
  crash: `throw new TypeError('no settings');`,
  count: `let count = 0; export const handler = async (event) => { console.log('count', ++count, event.n); if (count < event.until) throw new Error('not yet'); return count; };`,
};
const assembly = writeAssembly(
  {
    ...functionOf('echo', [], { Environment: { Variables: { SETTING: { 'Fn::Sub': '${AWS::Region}-x' } } } }),
    ...functionOf('fail'),
    ...functionOf('slow', [], { Timeout: 30 }),
    ...functionOf('patient'),
    ...functionOf('crash'),
    ...functionOf('count', ['sqs:SendMessage']),
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    countAsync: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'count' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
      },
    },
    ...permission('count', 'events.amazonaws.com'),
  },
  sources,
);

let local: Local;
let clock: ReturnType<typeof virtualClock>;
beforeEach(async () => {
  clock = virtualClock(NOW);
  local = await startLocal({ assembly, tier: 'in-process', clock, seed: 1, freshFunctions: true });
});
afterEach(() => local.close());

describe('a function', () => {
  test('gets its event, its environment and the simulated time', async () => {
    const answer = await local.lambda.invoke('echo', { a: [1, null] });
    expect(answer).toEqual({
      event: { a: [1, null] },
      name: 'echo',
      setting: 'us-east-1-x',
      now: '2026-01-14T10:30:00.000Z',
      remaining: 3000,
    });
  });
  test('that throws fails with the name and message of its error', async () => {
    await expect(local.lambda.invoke('fail', {})).rejects.toMatchObject({
      name: 'ImageTaken',
      payload: { errorType: 'ImageTaken', errorMessage: 'the name x is taken' },
    });
  });
  test('that cannot be loaded fails with that error', async () => {
    await expect(local.lambda.invoke('crash', {})).rejects.toMatchObject({
      name: 'TypeError',
      payload: { errorMessage: 'no settings' },
    });
  });
  test('waits in simulated time', async () => {
    expect(await local.lambda.invoke('patient', {})).toBe(2000);
    expect(clock.now()).toBe(NOW + 2000);
  });
  test('that outlives its timeout ends as Sandbox.Timedout after exactly that time', async () => {
    await expect(local.lambda.invoke('slow', {})).rejects.toMatchObject({
      name: 'Sandbox.Timedout',
      message: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 30.00 seconds$/),
    });
    expect(clock.now()).toBe(NOW + 30_000);
  });
  test('is found by name and by ARN, and named when it does not exist', async () => {
    await expect(local.lambda.invoke('arn:aws:lambda:us-east-1:123456789012:function:echo', 1)).resolves.toMatchObject({
      event: 1,
    });
    await expect(local.lambda.invoke('other', 1)).rejects.toThrow('Function not found: other');
  });
  test('takes 6 MiB and not more', async () => {
    await expect(local.lambda.invoke('echo', 'x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({
      code: 'RequestTooLargeException',
    });
  });
  test('leaves its lines in its log group', async () => {
    await local.lambda.invoke('count', { n: 'seven', until: 1 });
    const { events } = await local.call('logs', 'FilterLogEvents', 'us-east-1', {
      logGroupName: '/aws/lambda/count',
      filterPattern: 'seven',
    });
    expect(events).toEqual([expect.objectContaining({ message: 'count 1 seven', timestamp: NOW })]);
  });
});

describe('a function that an earlier simulation has left warm', () => {
  const count = async (freshFunctions: boolean) => {
    const other = await startLocal({
      assembly,
      tier: 'in-process',
      clock: virtualClock(NOW + 1000),
      seed: 1,
      freshFunctions,
    });
    const answer = await other.lambda.invoke('count', { until: 1 });
    const { now } = (await other.lambda.invoke('echo', 1)) as { now: string };
    await other.close();
    return [answer, now];
  };
  test('is used again, in the new time, unless fresh ones are asked for', async () => {
    expect(await count(false)).toEqual([1, '2026-01-14T10:30:01.000Z']);
    expect(await count(false)).toEqual([2, '2026-01-14T10:30:01.000Z']);
    expect(await count(true)).toEqual([1, '2026-01-14T10:30:01.000Z']);
  });
});

describe('an asynchronous invocation', () => {
  const invoke = (until: number) =>
    local.call('lambda', 'Invoke', 'us-east-1', {
      FunctionName: 'count',
      InvocationType: 'Event',
      Payload: { n: 1, until },
    });
  test('is tried again after a minute', async () => {
    expect(await invoke(2)).toMatchObject({ StatusCode: 202 });
    await clock.advance(59_000);
    expect(local.logs.group('us-east-1', '/aws/lambda/count')!.streams.size).toBe(1);
    await clock.advance(2_000);
    expect(local.logs.group('us-east-1', '/aws/lambda/count')!.streams.size).toBe(2);
    expect(local.queues.queue('dead')!.messages).toEqual([]);
  });
  test('that fails every time lands in the destination for failures', async () => {
    await invoke(9);
    await clock.advance(120_000);
    const [message] = local.queues.queue('dead')!.messages;
    expect(JSON.parse(message!.body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { n: 1, until: 9 },
      responsePayload: { errorMessage: 'not yet' },
    });
  });
});
