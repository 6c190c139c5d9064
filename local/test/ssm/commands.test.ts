import { codeOf } from '../ec2/kit';
import { ssmKit } from './kit';

const done = (exitCode: number, stdout = '', stderr = '') => ({ exitCode, stdout, stderr, timedOut: false });

describe('a command', () => {
  test('is refused until the agent has registered', async () => {
    const { call, clock, send } = ssmKit();
    const { Instances } = await call('RunInstances', {
      ImageId: 'ami-0ed094fb1304fd857',
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'builder' },
    });
    const id = Instances[0].InstanceId;
    await clock.advance(20_000);
    expect(await codeOf(send(id, ['true']))).toBe('InvalidInstanceId');
    await clock.advance(30_000);
    expect(await send(id, ['true'])).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is pending, in progress and a success, and each status is an event of the command and of the invocation', async () => {
    const { behavior, clock, events, launch, result, send } = ssmKit();
    const id = await launch();
    behavior.run = async (script, { workingDirectory }, { host }) => {
      await host.clock.sleep(5_000);
      return done(0, `${script} in ${workingDirectory}\n`);
    };
    events.length = 0;
    const command = await send(id, ['echo one', 'echo two'], {
      Parameters: { commands: ['echo one', 'echo two'], workingDirectory: ['/srv'], executionTimeout: ['60'] },
    });
    expect(await result(command, id)).toMatchObject({ Status: 'Pending', ResponseCode: -1 });
    await clock.advance(2_000);
    expect(await result(command, id)).toMatchObject({ Status: 'InProgress', ResponseCode: -1 });
    await clock.advance(10_000);
    expect(await result(command, id)).toMatchObject({
      Status: 'Success',
      StatusDetails: 'Success',
      ResponseCode: 0,
      StandardOutputContent: 'echo one\necho two in /srv\n',
    });
    const seen = events.map((event) => [
      event['detail-type'].includes('Invocation') ? 'invocation' : 'command',
      event.detail.status,
    ]);
    expect(seen).toEqual([
      ['invocation', 'InProgress'],
      ['command', 'InProgress'],
      ['invocation', 'Success'],
      ['command', 'Success'],
    ]);
    expect(events[0]).toMatchObject({
      source: 'aws.ssm',
      detail: { 'command-id': command, 'instance-id': id, 'document-name': 'AWS-RunShellScript' },
    });
  });

  test('whose script fails has its exit code and says so at the end of stderr', async () => {
    const { behavior, clock, launch, result, send } = ssmKit();
    const id = await launch();
    behavior.run = () => Promise.resolve(done(3, 'out', 'oops\n'));
    const command = await send(id, ['exit 3']);
    await clock.advance(5_000);
    expect(await result(command, id)).toMatchObject({
      Status: 'Failed',
      StatusDetails: 'Failed',
      ResponseCode: 3,
      StandardErrorContent: 'oops\nfailed to run commands: exit status 3',
    });
  });

  test('that is killed at its execution timeout has timed out', async () => {
    const { behavior, clock, launch, result, send } = ssmKit();
    const id = await launch();
    behavior.run = async (_script, { timeoutSeconds }, { host }) => {
      await host.clock.sleep(timeoutSeconds * 1000);
      return { ...done(137), timedOut: true };
    };
    const command = await send(id, ['sleep infinity'], {
      Parameters: { commands: ['sleep infinity'], executionTimeout: ['90'] },
    });
    await clock.advance(95_000);
    expect(await result(command, id)).toMatchObject({ Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' });
  });

  test('shows 24,000 characters of stdout and 8,000 of stderr at most', async () => {
    const { behavior, clock, launch, result, send } = ssmKit();
    const id = await launch();
    behavior.run = () => Promise.resolve(done(0, 'o'.repeat(30_000), 'e'.repeat(10_000)));
    const command = await send(id, ['flood']);
    await clock.advance(5_000);
    const { StandardOutputContent, StandardErrorContent } = await result(command, id);
    expect([StandardOutputContent.length, StandardErrorContent.length]).toEqual([24_000, 8_000]);
    expect(StandardOutputContent).toMatch(/---Output truncated---$/);
  });

  test('has parameters in place of references to them, and other braces as they are', async () => {
    const { ask, behavior, clock, launch, result, send } = ssmKit();
    const id = await launch();
    behavior.run = (script) => Promise.resolve(done(0, script));
    await ask('PutParameter', { Name: '/spawn/dev/x', Value: 'told', Type: 'String' });
    const command = await send(id, ['echo {{ ssm:/spawn/dev/x }} {{.State}}']);
    await clock.advance(20_000);
    expect((await result(command, id)).StandardOutputContent).toBe('echo told {{.State}}');
    expect(await codeOf(send(id, ['echo {{ssm:nobody}}']))).toBe('InvalidParameters');
  });

  test('that is cancelled ends its script', async () => {
    const { ask, behavior, clock, launch, result, send } = ssmKit();
    const id = await launch();
    let aborted = false;
    behavior.run = (_script, { signal }) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          aborted = true;
          resolve(done(137));
        });
      });
    const command = await send(id, ['sleep infinity']);
    await clock.advance(2_000);
    await ask('CancelCommand', { CommandId: command });
    await clock.advance(2_000);
    expect(aborted).toBe(true);
    expect(await result(command, id)).toMatchObject({ Status: 'Cancelled', StatusDetails: 'Cancelled' });
  });

  test.each([
    ['another document', 'InvalidDocument', { DocumentName: 'AWS-RunPowerShellScript' }],
    ['no command', 'InvalidParameters', { Parameters: {} }],
    [
      'an unknown parameter of the document',
      'InvalidParameters',
      { Parameters: { commands: ['true'], shell: ['zsh'] } },
    ],
    [
      'more than the 64 KB of a document',
      'MaxDocumentSizeExceeded',
      { Parameters: { commands: ['x'.repeat(65_537)] } },
    ],
    ['targets', 'UnsupportedParameter', { Targets: [{ Key: 'tag:a', Values: ['b'] }] }],
    ['an output bucket', 'UnsupportedParameter', { OutputS3BucketName: 'bucket' }],
    ['too short a time to start', 'ValidationException', { TimeoutSeconds: 5 }],
    ['a long comment', 'ValidationException', { Comment: 'x'.repeat(101) }],
    ['an instance that nobody knows', 'InvalidInstanceId', { InstanceIds: ['i-00000000000000001'] }],
  ])('with %s is refused', async (_what, code, input) => {
    const { launch, send } = ssmKit();
    expect(await codeOf(send(await launch(), ['true'], input))).toBe(code);
  });

  test("is authorized on the document and on the instance with the instance's tags", async () => {
    const { authorized, launch, send } = ssmKit();
    const id = await launch({
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'spawn:managed', Value: 'true' }] }],
    });
    authorized.length = 0;
    await send(id, ['true']);
    expect(authorized).toEqual([
      { action: 'ssm:SendCommand', resource: 'arn:aws:ssm:us-east-1::document/AWS-RunShellScript', context: {} },
      {
        action: 'ssm:SendCommand',
        resource: `arn:aws:ec2:us-east-1:123456789012:instance/${id}`,
        context: { 'ssm:resourceTag/spawn:managed': 'true', 'aws:ResourceTag/spawn:managed': 'true' },
      },
    ]);
  });
});

test('a command is authorized without the tags of an instance that requests do not see yet', async () => {
  const { authorized, clock, launch, send } = ssmKit({ latencies: { visibility: [120_000, 120_000] } });
  const Tags = [{ Key: 'spawn:managed', Value: 'true' }];
  const id = await launch({ TagSpecifications: [{ ResourceType: 'instance', Tags }] });
  const seen = async () => {
    authorized.length = 0;
    await send(id, ['true']);
    return authorized.at(-1)?.context['ssm:resourceTag/spawn:managed'];
  };
  expect(await seen()).toBeUndefined();
  await clock.advance(60_000);
  expect(await seen()).toBe('true');
});

describe('when the agent goes away', () => {
  const hang = (): Promise<never> => new Promise<never>(() => undefined);

  test('in the middle of a script, the command times out at its deadline', async () => {
    const { behavior, clock, launch, guests, result, send } = ssmKit();
    const id = await launch();
    behavior.run = hang;
    const command = await send(id, ['systemctl stop amazon-ssm-agent'], {
      TimeoutSeconds: 30,
      Parameters: { commands: ['x'], executionTimeout: ['60'] },
    });
    await clock.advance(2_000);
    guests[0]?.host.agentChanged(false);
    await clock.advance(80_000);
    expect(await result(command, id)).toMatchObject({ Status: 'InProgress' });
    await clock.advance(10_000);
    expect(await result(command, id)).toMatchObject({ Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' });
  });

  test('and comes back after a reboot, the command has failed', async () => {
    const { behavior, clock, launch, guests, result, send } = ssmKit();
    const id = await launch();
    behavior.run = hang;
    const command = await send(id, ['reboot']);
    await clock.advance(2_000);
    guests[0]?.host.powerRequested('reboot');
    await clock.advance(60_000);
    expect(await result(command, id)).toMatchObject({
      Status: 'Failed',
      StandardErrorContent: expect.stringContaining('document process failed unexpectedly'),
    });
  });

  test('before the delivery, the command was never started', async () => {
    const { clock, launch, guests, result, send } = ssmKit();
    const id = await launch();
    guests[0]?.host.agentChanged(false);
    const command = await send(id, ['true'], { TimeoutSeconds: 30 });
    await clock.advance(31_000);
    expect(await result(command, id)).toMatchObject({
      Status: 'TimedOut',
      StatusDetails: 'DeliveryTimedOut',
      ExecutionStartDateTime: '',
    });
  });

  test('with the instance stopped, commands are refused', async () => {
    const { ask, call, clock, launch, send } = ssmKit();
    const id = await launch();
    await call('StopInstances', { InstanceIds: [id] });
    await clock.advance(30_000);
    expect(await codeOf(send(id, ['true']))).toBe('InvalidInstanceId');
    const { InstanceInformationList } = await ask('DescribeInstanceInformation', {});
    expect(InstanceInformationList).toEqual([
      expect.objectContaining({ InstanceId: id, PingStatus: 'ConnectionLost' }),
    ]);
  });
});

test('a script that ends with 194 runs again after a reboot', async () => {
  const { behavior, clock, launch, guests, result, send } = ssmKit();
  const id = await launch();
  behavior.run = (_script, _options, guest) =>
    Promise.resolve(done(guest === guests[0] ? 194 : 0, guest === guests[0] ? 'first' : 'second'));
  const command = await send(id, ['install-kernel']);
  await clock.advance(60_000);
  expect(guests).toHaveLength(2);
  expect(await result(command, id)).toMatchObject({ Status: 'Success', StandardOutputContent: 'second' });
});

test('lists of invocations come newest first, in pages, with exit codes on request', async () => {
  const { ask, behavior, clock, launch, send } = ssmKit();
  const id = await launch();
  behavior.run = (script) => Promise.resolve(done(Number(script), `ran ${script}`));
  const first = await send(id, ['0']);
  await clock.advance(60_000);
  const second = await send(id, ['7']);
  await clock.advance(60_000);
  const page = await ask('ListCommandInvocations', { MaxResults: 1, Details: true });
  const rest = await ask('ListCommandInvocations', { MaxResults: 1, Details: true, NextToken: page.NextToken });
  expect(page.CommandInvocations[0]).toMatchObject({
    CommandId: second,
    Status: 'Failed',
    CommandPlugins: [{ ResponseCode: 7, Output: expect.stringContaining('ran 7') }],
  });
  expect(rest.CommandInvocations[0]).toMatchObject({ CommandId: first, Status: 'Success' });
  expect(rest.NextToken).toBeUndefined();
  const late = new Date(clock.now() - 90_000).toISOString().replace(/\.\d+Z/, 'Z');
  const { CommandInvocations } = await ask('ListCommandInvocations', {
    Filters: [{ key: 'InvokedAfter', value: late }],
  });
  expect(CommandInvocations.map(({ CommandId }: { CommandId: string }) => CommandId)).toEqual([second]);
});

test("output goes to CloudWatch Logs with the instance's role while the script runs", async () => {
  const { behavior, calls, clock, launch, send } = ssmKit();
  const id = await launch();
  behavior.run = async (_script, { onOutput }, { host }) => {
    onOutput?.('stdout', 'one\n');
    await host.clock.sleep(10_000);
    onOutput?.('stderr', 'two\n');
    return done(0, 'one\n', 'two\n');
  };
  const command = await send(id, ['x'], {
    CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: '/spawn/commands' },
  });
  await clock.advance(5_000);
  const written = (): unknown[] =>
    calls
      .filter(({ action }) => action === 'PutLogEvents')
      .map(({ principal, input }) => [principal.arn, input.logStreamName, input.logEvents[0].message]);
  const role = 'arn:aws:iam::123456789012:role/builder';
  expect(written()).toEqual([[role, `${command}/${id}/aws-runShellScript/stdout`, 'one\n']]);
  await clock.advance(10_000);
  expect(written()[1]).toEqual([role, `${command}/${id}/aws-runShellScript/stderr`, 'two\n']);
});
