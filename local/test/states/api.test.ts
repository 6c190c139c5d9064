import { single, task } from './cases/case';
import type { Lab } from './lab';
import { NOON, executionArn, lab, machineArn } from './lab';

const waiting = single({ Type: 'Wait', Seconds: 60 });
const start = (given: Lab, name: string, more: object = {}) =>
  given.call('StartExecution', { stateMachineArn: machineArn('m'), name, ...more });

describe('StartExecution', () => {
  test('answers with the running execution when name and input are the same', async () => {
    const given = lab();
    given.define('m', waiting);
    const first = await start(given, 'build-1', { input: '{"a":1}' });
    expect(await start(given, 'build-1', { input: '{"a":1}' })).toEqual(first);
    expect(first).toEqual({ executionArn: executionArn('m', 'build-1'), startDate: new Date(NOON) });
  });

  test('refuses a name that has another input or has ended', async () => {
    const given = lab();
    given.define('m', waiting);
    const { executionArn: arn } = await start(given, 'build-1');
    await expect(start(given, 'build-1', { input: '{"a":1}' })).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
    });
    await given.clock.until(given.states.ended(arn));
    await expect(start(given, 'build-1')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  test.each(['', 'a b', 'a/b', 'a:b', 'x'.repeat(81), 'a*', 'a#'])('refuses the name %j', async (name) => {
    const given = lab();
    given.define('m', waiting);
    await expect(start(given, name)).rejects.toMatchObject({ code: 'InvalidName' });
  });

  test('makes up a name, and takes any of 80 legal characters', async () => {
    const given = lab();
    given.define('m', waiting);
    const { executionArn: arn } = await given.call('StartExecution', { stateMachineArn: machineArn('m') });
    expect(arn).toMatch(/:m:[0-9a-f-]{36}$/);
    await start(given, `Build_1.2-@+=!()${'x'.repeat(64)}`);
  });

  test('refuses what is no JSON, what is larger than 256 KiB, and unknown machines', async () => {
    const given = lab();
    given.define('m', waiting);
    await expect(start(given, 'a', { input: '{' })).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
    await expect(start(given, 'b', { input: JSON.stringify('x'.repeat(262_144)) })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    });
    await expect(given.call('StartExecution', { stateMachineArn: machineArn('none') })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
  });
});

describe('the operations on executions', () => {
  test('DescribeExecution tells of input, times and outcome', async () => {
    const given = lab();
    given.define('m', waiting);
    const described = await given.run('m', { a: 1 }, 'build-1');
    expect(described).toMatchObject({
      executionArn: executionArn('m', 'build-1'),
      stateMachineArn: machineArn('m'),
      name: 'build-1',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
    });
    expect([described.startDate, described.stopDate]).toEqual([new Date(NOON), new Date(NOON + 60_000)]);
  });

  test('StopExecution ends an execution at once, with error and cause, and may be called again', async () => {
    const given = lab();
    given.define('m', waiting);
    const { executionArn: arn } = await start(given, 'build-1');
    await given.clock.sleep(10_000);
    const stopped = await given.call('StopExecution', { executionArn: arn, error: 'Console', cause: 'by hand' });
    expect(stopped).toEqual({ stopDate: new Date(NOON + 10_000) });
    await given.clock.sleep(120_000);
    expect(await given.call('StopExecution', { executionArn: arn })).toEqual(stopped);
    expect(await given.call('DescribeExecution', { executionArn: arn })).toMatchObject({
      status: 'ABORTED',
      error: 'Console',
      cause: 'by hand',
    });
    expect((await given.history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Console', cause: 'by hand' },
    });
  });

  test('ListExecutions gives the newest first, in pages, by status', async () => {
    const given = lab();
    given.define('m', waiting);
    for (const name of ['a', 'b', 'c']) await start(given, name);
    await given.call('StopExecution', { executionArn: executionArn('m', 'b') });
    const first = await given.call('ListExecutions', { stateMachineArn: machineArn('m'), maxResults: 2 });
    const second = await given.call('ListExecutions', {
      stateMachineArn: machineArn('m'),
      maxResults: 2,
      nextToken: first.nextToken,
    });
    expect([
      first.executions.map((one: any) => one.name),
      second.executions.map((one: any) => one.name),
      second.nextToken,
    ]).toEqual([['c', 'b'], ['a'], undefined]);
    const running = await given.call('ListExecutions', { stateMachineArn: machineArn('m'), statusFilter: 'RUNNING' });
    expect(running.executions.map((one: any) => one.name)).toEqual(['c', 'a']);
    await expect(
      given.call('ListExecutions', { stateMachineArn: machineArn('m'), statusFilter: 'DONE' }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(
      given.call('ListExecutions', { stateMachineArn: machineArn('m'), nextToken: 'made up' }),
    ).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  test('GetExecutionHistory gives pages, both orders, and leaves data out when asked to', async () => {
    const given = lab();
    given.define('m', single({ Type: 'Pass' }));
    const { executionArn: arn } = await given.run('m', { a: 1 });
    const page = await given.call('GetExecutionHistory', { executionArn: arn, maxResults: 1, reverseOrder: true });
    expect(page.events.map((event: any) => event.type)).toEqual(['ExecutionSucceeded']);
    expect(page.nextToken).toEqual(expect.any(String));
    const [, entered] = await given.history(arn);
    expect(entered).toEqual({
      id: 2,
      previousEventId: 0,
      timestamp: new Date(NOON),
      type: 'PassStateEntered',
      stateEnteredEventDetails: { name: 'Only', input: '{"a":1}', inputDetails: { truncated: false } },
    });
    const bare = await given.call('GetExecutionHistory', { executionArn: arn, includeExecutionData: false });
    expect(bare.events[1].stateEnteredEventDetails).toEqual({ name: 'Only' });
  });

  test('executions that do not exist are named', async () => {
    for (const action of [
      'DescribeExecution',
      'StopExecution',
      'GetExecutionHistory',
      'DescribeStateMachineForExecution',
    ]) {
      await expect(lab().call(action, { executionArn: executionArn('m', 'x') })).rejects.toMatchObject({
        code: 'ExecutionDoesNotExist',
      });
    }
  });
});

test('machines can be listed and described, with their definition and tags', async () => {
  const given = lab();
  given.define('m', single({ Type: 'Pass' }));
  const { executionArn: arn } = await given.run('m');
  expect((await given.call('ListStateMachines', {})).stateMachines).toEqual([
    { stateMachineArn: machineArn('m'), name: 'm', type: 'STANDARD', creationDate: new Date(NOON) },
  ]);
  const described = await given.call('DescribeStateMachine', { stateMachineArn: machineArn('m') });
  expect(described).toMatchObject({
    status: 'ACTIVE',
    definition: JSON.stringify(single({ Type: 'Pass' })),
    roleArn: 'arn:aws:iam::123456789012:role/machine',
  });
  expect(await given.call('DescribeStateMachineForExecution', { executionArn: arn })).toMatchObject({
    stateMachineArn: machineArn('m'),
    definition: described.definition,
  });
  expect(await given.call('ListTagsForResource', { resourceArn: machineArn('m') })).toEqual({
    tags: [{ key: 'app', value: 'spawn' }],
  });
});

test('what is not simulated is an error that names it', async () => {
  const given = lab();
  given.define('m', waiting);
  await expect(given.call('RedriveExecution', {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: 'states RedriveExecution is not simulated.',
  });
  await expect(start(given, 'a', { traceHeader: 'x' })).rejects.toMatchObject({
    code: 'UnsupportedParameter',
    message: 'states StartExecution.traceHeader is not simulated.',
  });
});

test('every operation asks whether the caller may, before anything else', async () => {
  const given = lab({ F: () => 1 });
  const arn = machineArn('none');
  const run = executionArn('none', 'x');
  const inputs: [action: string, input: object, resource: string][] = [
    ['StartExecution', { stateMachineArn: arn }, arn],
    ['ListExecutions', { stateMachineArn: arn }, arn],
    ['DescribeStateMachine', { stateMachineArn: arn }, arn],
    ['ListTagsForResource', { resourceArn: arn }, arn],
    ['DescribeExecution', { executionArn: run }, run],
    ['StopExecution', { executionArn: run }, run],
    ['GetExecutionHistory', { executionArn: run }, run],
    ['DescribeStateMachineForExecution', { executionArn: run }, run],
    ['SendTaskSuccess', { taskToken: 'x', output: '{}' }, '*'],
    ['SendTaskFailure', { taskToken: 'x' }, '*'],
    ['SendTaskHeartbeat', { taskToken: 'x' }, '*'],
  ];
  for (const [action, input] of inputs) await expect(given.call(action, input)).rejects.toThrow();
  await given.call('ListStateMachines', {});
  expect(given.authorized).toEqual([
    ...inputs.map(([action, , resource]) => `operator: states:${action} ${resource}`),
    'operator: states:ListStateMachines *',
  ]);
});

test('a machine calls functions with its own role, and a denial fails the task as Lambda reports it', async () => {
  const given = lab({ F: () => 1 });
  given.define('m', single(task('F')));
  await given.run('m', {}, 'a');
  expect(given.authorized).toContain('lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:F');
  given.denied.add('lambda:InvokeFunction');
  expect(await given.run('m', {}, 'b')).toMatchObject({
    status: 'FAILED',
    error: 'Lambda.AWSLambdaException',
    cause: expect.stringMatching(
      /^User: .*role\/machine is not authorized to perform: lambda:InvokeFunction on resource: .* \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: .*; Proxy: null\)$/,
    ),
  });
});

test('start and end are told on the bus, with times in milliseconds', async () => {
  const given = lab();
  given.define('m', waiting);
  await given.run('m', { a: 1 }, 'build-1');
  expect(given.events.map(({ detail }) => [detail.status, detail.startDate, detail.stopDate, detail.output])).toEqual([
    ['RUNNING', NOON, null, null],
    ['SUCCEEDED', NOON, NOON + 60_000, '{"a":1}'],
  ]);
  expect(given.events[0]).toMatchObject({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    region: 'us-east-1',
    resources: [executionArn('m', 'build-1')],
    detail: { name: 'build-1', input: '{"a":1}', stateMachineArn: machineArn('m') },
  });
});
