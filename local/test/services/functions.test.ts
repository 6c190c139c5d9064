import { virtualClock } from '../../kernel/clock';
import type { Local } from '../../app/simulation';
import { functionOf, writeAssembly } from '../kit/assembly';
import { startLocal } from '../kit/start';

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
  draw: `import { randomBytes, randomUUID } from 'node:crypto';
export const handler = async () => [Math.random(), randomUUID(), randomBytes(4).toString('hex'), Math.max(1, 2)];`,
  call: `import * as http from 'node:http';
export const handler = () => new Promise((done, fail) => http.get(process.env.AWS_ENDPOINT_URL + '/x', { headers: { accept: 'application/json' } }, (answer) => done(200)).on('error', fail));`,
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
    ...functionOf('call'),
    ...functionOf('draw'),
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

/** What a function answers that draws from every source of random numbers. */
const drawn = async (seed: number): Promise<unknown> => {
  const one = await startLocal({ assembly, tier: 'in-process', clock: virtualClock(NOW), seed, freshFunctions: true });
  const answers = [await one.lambda.invoke('draw', {}), await one.lambda.invoke('draw', {})];
  await one.close();
  return answers;
};

let local: Local;
let clock: ReturnType<typeof virtualClock>;
beforeEach(async () => {
  clock = virtualClock(NOW);
  local = await startLocal({ assembly, tier: 'in-process', clock, seed: 1, freshFunctions: true });
});
afterEach(() => local.close());

describe('what stands between functions and AWS', () => {
  test('ends the process of an invocation: nothing that it asks is answered, and others of the function go on', async () => {
    let asked = 0;
    const one = await startLocal({
      assembly,
      tier: 'in-process',
      clock: virtualClock(NOW),
      seed: 1,
      freshFunctions: true,
      betweenFunctions: (_request, caller, pass) => {
        asked += 1;
        if (asked !== 1) return pass();
        caller.exit();
        return new Promise(() => undefined);
      },
    });
    const [first, second] = await Promise.allSettled([one.lambda.invoke('call', {}), one.lambda.invoke('call', {})]);
    expect(first).toMatchObject({ reason: { name: 'Runtime.ExitError', message: expect.stringContaining('killed') } });
    expect(second).toMatchObject({ status: 'fulfilled', value: 200 });
    await one.close();
  });
});

describe('a function', () => {
  test('draws what the seed gives: random numbers, ids and bytes', async () => {
    const [one, again, other] = [await drawn(1), await drawn(1), await drawn(2)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set((one as unknown[][]).map(String)).size).toBe(2);
  });

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

describe('the concurrent executions of the account', () => {
  const ten = { 'L-B99A9384': 10 };
  const begin = async (quotas?: Record<string, number>) => {
    const time = virtualClock(NOW);
    const one = await startLocal({ assembly, tier: 'in-process', clock: time, seed: 1, freshFunctions: true, quotas });
    return { one, time };
  };
  const outcomes = async (one: Local, count: number): Promise<Record<string, number>> => {
    const all = await Promise.allSettled(Array.from({ length: count }, () => one.lambda.invoke('patient', {})));
    const counts: Record<string, number> = {};
    for (const each of all) {
      const code: string = each.status === 'fulfilled' ? 'done' : each.reason.code;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    return counts;
  };

  test('are a thousand unless the account has fewer; what is above them is throttled, whatever the function', async () => {
    const { one } = await begin(ten);
    expect(await outcomes(one, 12)).toEqual({ done: 10, TooManyRequestsException: 2 });
    expect(await outcomes(one, 10)).toEqual({ done: 10 });
    const busy = outcomes(one, 10);
    await expect(one.lambda.invoke('echo', {})).rejects.toMatchObject({ status: 429, message: 'Rate Exceeded.' });
    await busy;
    await one.close();
    const many = await begin();
    expect(await outcomes(many.one, 1_001)).toEqual({ done: 1_000, TooManyRequestsException: 1 });
    await many.one.close();
  });

  test('let an event wait that they have no room for, which is no failure of its function', async () => {
    const { one, time } = await begin(ten);
    const busy = outcomes(one, 10);
    one.lambda.invokeLater('count', { n: 1, until: 1 });
    await time.advance(1_000);
    expect(one.logs.group('us-east-1', '/aws/lambda/count')!.streams.size).toBe(0);
    await time.advance(3_000);
    await busy;
    expect(one.logs.group('us-east-1', '/aws/lambda/count')!.streams.size).toBe(1);
    expect(one.queues.queue('dead')!.messages).toEqual([]);
    await one.close();
  });

  test('that never have room give an event up after six hours, into the destination for failures', async () => {
    const { one, time } = await begin({ 'L-B99A9384': 0 });
    one.lambda.invokeLater('count', { n: 1, until: 1 });
    await time.advance(6 * 3_600_000 - 310_000);
    expect(one.queues.queue('dead')!.messages).toEqual([]);
    await time.advance(310_000);
    expect(JSON.parse(one.queues.queue('dead')!.messages[0]!.body)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
    });
    await one.close();
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
