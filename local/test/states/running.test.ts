import { single, task } from './cases/case';
import { NOON, executionArn, functionArn, lab, machineArn } from './lab';

const callback = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: { FunctionName: functionArn('Store'), Payload: { 'token.$': '$$.Task.Token' } },
  ...more,
});

/** A machine of one task that waits for its token, and the tokens that it has given out. */
async function waitingFor(more: object = {}) {
  const tokens: string[] = [];
  const given = lab({ Store: ({ token }) => void tokens.push(token) });
  given.define('m', single(callback(more)));
  const { executionArn: arn } = await given.call('StartExecution', {
    stateMachineArn: machineArn('m'),
    name: 'build-1',
  });
  await given.clock.sleep(1);
  return {
    ...given,
    arn,
    token: tokens[0] ?? '',
    tokens,
    describe: () => given.call('DescribeExecution', { executionArn: arn }),
  };
}

describe('a task token', () => {
  test('works once: afterwards the task has timed out', async () => {
    const { call, clock, token, describe } = await waitingFor();
    await call('SendTaskSuccess', { taskToken: token, output: '{"state":"available"}' });
    await expect(call('SendTaskSuccess', { taskToken: token, output: '{}' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    await clock.sleep(1);
    expect(await describe()).toMatchObject({ status: 'SUCCEEDED', output: '{"state":"available"}' });
  });

  test('refuses output that is no JSON, and goes on waiting', async () => {
    const { call, token, describe } = await waitingFor();
    await expect(call('SendTaskSuccess', { taskToken: token, output: '{' })).rejects.toMatchObject({
      code: 'InvalidOutput',
    });
    await expect(
      call('SendTaskSuccess', { taskToken: token, output: JSON.stringify('x'.repeat(262_144)) }),
    ).rejects.toMatchObject({ code: 'InvalidOutput' });
    expect(await describe()).toMatchObject({ status: 'RUNNING' });
  });

  test('that was never given out does not exist, and other text is no token', async () => {
    const { call, token } = await waitingFor();
    const never = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    await expect(call('SendTaskHeartbeat', { taskToken: never })).rejects.toMatchObject({ code: 'TaskDoesNotExist' });
    await expect(call('SendTaskHeartbeat', { taskToken: 'hello' })).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  test('is no longer waited for after the timeout, or when the execution is stopped', async () => {
    const late = await waitingFor({ TimeoutSeconds: 86_400 });
    await late.clock.until(late.states.ended(late.arn));
    expect(late.clock.now()).toBe(NOON + 86_400_000);
    await expect(late.call('SendTaskFailure', { taskToken: late.token })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    const stopped = await waitingFor();
    await stopped.call('StopExecution', { executionArn: stopped.arn });
    await stopped.clock.sleep(1);
    await expect(stopped.call('SendTaskFailure', { taskToken: stopped.token })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
  });

  test('is kept alive by heartbeats', async () => {
    const { call, clock, token, describe } = await waitingFor({ HeartbeatSeconds: 10 });
    for (let beats = 0; beats < 5; beats += 1) {
      await clock.sleep(9000);
      await call('SendTaskHeartbeat', { taskToken: token });
    }
    expect(await describe()).toMatchObject({ status: 'RUNNING' });
    await clock.sleep(10_001);
    expect(await describe()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('is another one after a retry', async () => {
    const { call, clock, tokens } = await waitingFor({ Retry: [{ ErrorEquals: ['Again'] }] });
    await call('SendTaskFailure', { taskToken: tokens[0], error: 'Again' });
    await clock.sleep(2000);
    expect(new Set(tokens).size).toBe(2);
  });
});

describe('time', () => {
  const never = { F: () => Promise.reject(Object.assign(new Error('again'), { name: 'Busy' })) };
  const secondsOf = async (retry: object) => {
    const given = lab(never);
    given.define('m', single(task('F', { Retry: [{ ErrorEquals: ['Busy'], ...retry }] })));
    await given.run('m');
    return (given.clock.now() - NOON) / 1000;
  };

  test('between attempts grows by the backoff rate up to the longest delay', async () => {
    expect(await secondsOf({})).toBe(1 + 2 + 4);
    expect(await secondsOf({ IntervalSeconds: 3, BackoffRate: 1.5, MaxAttempts: 2 })).toBe(3 + 4.5);
    expect(await secondsOf({ IntervalSeconds: 2, MaxDelaySeconds: 5, MaxAttempts: 4 })).toBe(2 + 4 + 5 + 5);
  });

  test('between attempts is drawn from the whole range with full jitter, the same for the same seed', async () => {
    const once = await secondsOf({ IntervalSeconds: 10, JitterStrategy: 'FULL' });
    expect(once).toBeGreaterThan(0);
    expect(once).toBeLessThan(70);
    expect(await secondsOf({ IntervalSeconds: 10, JitterStrategy: 'FULL' })).toBe(once);
  });

  test('limits a function: the task times out although the function goes on', async () => {
    const given = lab({ F: (_payload, { clock }) => clock.sleep(3_600_000) });
    given.define('m', single(task('F', { TimeoutSeconds: 30 })));
    const { executionArn: arn } = await given.run('m');
    expect(given.clock.now()).toBe(NOON + 30_000);
    await given.clock.sleep(7_200_000);
    expect((await given.history(arn)).map((event) => event.type).slice(-3)).toEqual([
      'LambdaFunctionStarted',
      'LambdaFunctionTimedOut',
      'ExecutionFailed',
    ]);
  });

  test('passes for all items of a Map together, at most MaxConcurrency at once', async () => {
    let busy = 0;
    let most = 0;
    const given = lab({
      F: async (_payload, { clock }) => {
        most = Math.max(most, (busy += 1));
        await clock.sleep(10_000);
        busy -= 1;
      },
    });
    given.define(
      'm',
      single({
        Type: 'Map',
        MaxConcurrency: 2,
        ItemProcessor: { StartAt: 'Item', States: { Item: { ...task('F'), End: true } } },
      }),
    );
    await given.run('m', [1, 2, 3, 4, 5]);
    expect([most, given.clock.now() - NOON]).toEqual([2, 30_000]);
  });
});

describe('a child execution', () => {
  const family = (denied: string[] = []) => {
    const given = lab();
    denied.forEach((action) => given.denied.add(action));
    given.define('child', single({ Type: 'Wait', Seconds: 3600 }));
    given.define(
      'parent',
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: { StateMachineArn: machineArn('child'), Name: 'c', Input: {} },
        TimeoutSecondsPath: '$.limit',
      }),
    );
    return given;
  };

  test('is stopped with its parent', async () => {
    const given = family();
    const { executionArn: arn } = await given.call('StartExecution', {
      stateMachineArn: machineArn('parent'),
      input: '{"limit":7200}',
    });
    await given.clock.sleep(1000);
    await given.call('StopExecution', { executionArn: arn });
    expect(await given.call('DescribeExecution', { executionArn: executionArn('child', 'c') })).toMatchObject({
      status: 'ABORTED',
    });
    expect(given.authorized).toContain(`states:StopExecution ${executionArn('child', 'c')}`);
  });

  test('is stopped when the task times out', async () => {
    const given = family();
    expect(await given.run('parent', { limit: 60 })).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await given.call('DescribeExecution', { executionArn: executionArn('child', 'c') })).toMatchObject({
      status: 'ABORTED',
    });
  });

  test('goes on when the role of its parent may not stop it', async () => {
    const given = family(['states:StopExecution']);
    await given.run('parent', { limit: 60 });
    expect(await given.call('DescribeExecution', { executionArn: executionArn('child', 'c') })).toMatchObject({
      status: 'RUNNING',
    });
  });

  test('needs the permission to start and to describe it', async () => {
    for (const action of ['states:StartExecution', 'states:DescribeExecution']) {
      expect(await family([action]).run('parent', { limit: 7200 })).toMatchObject({
        status: 'FAILED',
        error: 'StepFunctions.AWSStepFunctionsException',
        cause: expect.stringContaining(`is not authorized to perform: ${action}`),
      });
    }
  });

  test('that was stopped fails the parent with its description', async () => {
    const given = family();
    const { executionArn: arn } = await given.call('StartExecution', {
      stateMachineArn: machineArn('parent'),
      input: '{"limit":7200}',
    });
    await given.clock.sleep(1000);
    await given.call('StopExecution', { executionArn: executionArn('child', 'c'), error: 'Stopped', cause: 'by hand' });
    await given.clock.sleep(1);
    const { error, cause } = await given.call('DescribeExecution', { executionArn: arn });
    expect([error, JSON.parse(cause)]).toEqual([
      'States.TaskFailed',
      expect.objectContaining({
        Status: 'ABORTED',
        Error: 'Stopped',
        Cause: 'by hand',
        ExecutionArn: executionArn('child', 'c'),
        Name: 'c',
        Input: {},
      }),
    ]);
  });
});

describe('the history', () => {
  const loop = {
    StartAt: 'Again',
    States: {
      Again: { Type: 'Pass', Next: 'Check' },
      Check: { Type: 'Choice', Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'Done' }], Default: 'Again' },
      Done: { Type: 'Succeed' },
    },
  };

  test('ends the execution at 25,000 events, whatever is caught', async () => {
    const given = lab();
    given.define('m', {
      StartAt: 'Guard',
      States: {
        Guard: {
          Type: 'Parallel',
          Branches: [loop, { StartAt: 'Idle', States: { Idle: { Type: 'Wait', Seconds: 9, End: true } } }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          Next: 'Caught',
        },
        Caught: { Type: 'Succeed' },
      },
    });
    const described = await given.run('m');
    expect(described).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(given.states.statistics(described.executionArn).historyEvents).toBe(25_000);
  });

  test('and the transitions of an execution can be counted', async () => {
    let calls = 0;
    const given = lab({
      F: () => {
        calls += 1;
        if (calls < 3) throw new Error('again');
      },
    });
    given.define('m', {
      StartAt: 'T',
      States: { T: task('F', { Retry: [{ ErrorEquals: ['States.ALL'] }], Next: 'S' }), S: { Type: 'Succeed' } },
    });
    const { executionArn: arn } = await given.run('m');
    expect(given.states.statistics(arn)).toEqual({ transitions: 4, historyEvents: 15 });
  });

  test('is the same for the same seed', async () => {
    const once = async () => {
      const given = lab({ F: ({ n }, { clock }) => clock.sleep(n * 1000).then(() => n) });
      given.define(
        'm',
        single({
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'Item',
            States: { Item: { ...task('F', { Parameters: { 'n.$': '$', 'id.$': 'States.UUID()' } }), End: true } },
          },
        }),
      );
      return given.history((await given.run('m', [3, 1, 2])).executionArn);
    };
    expect(await once()).toEqual(await once());
  });
});
