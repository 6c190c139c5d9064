import {
  commandResult,
  findCommand,
  listCommandResults,
  onlineInstances,
  sendScript,
} from '../../aws/instance/commands';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const script = {
  region: 'eu-west-1',
  instanceId: 'i-1',
  commands: ['echo hello'],
  timeoutSeconds: 600,
  logGroup: '/spawn/dev/commands',
  comment: 'bld-1 install',
};

test("the time limit is the script's own, and its output goes to the log group while it runs", async () => {
  const calls = fakeAws({ SendCommand: { Command: { CommandId: 'command-1' } } });
  expect(await sendScript(script)).toBe('command-1');
  expect(calls[0]!.input).toEqual({
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: ['i-1'],
    Parameters: { commands: ['echo hello'], executionTimeout: ['600'] },
    TimeoutSeconds: 120,
    CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: '/spawn/dev/commands' },
    Comment: 'bld-1 install',
  });
});

test('an agent that has just come online is asked again after 2, 4 and 8 s', async () => {
  const refused = awsError('InvalidInstanceId');
  const calls = fakeAws({ SendCommand: [refused, refused, refused, { Command: { CommandId: 'command-1' } }] });
  const sent = sendScript(script);
  await jest.advanceTimersByTimeAsync(1999);
  expect(calls).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(calls).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(4000);
  expect(calls).toHaveLength(3);
  await jest.advanceTimersByTimeAsync(8000);
  expect(await sent).toBe('command-1');
});

test('a throttled call is repeated too, since it had no effect', async () => {
  const calls = fakeAws({ SendCommand: [awsError('ThrottlingException'), { Command: { CommandId: 'command-1' } }] });
  const sent = sendScript(script);
  await jest.advanceTimersByTimeAsync(2000);
  expect(await sent).toBe('command-1');
  expect(calls).toHaveLength(2);
});

test('an agent that stays offline is told after 14 s', async () => {
  fakeAws({ SendCommand: awsError('InvalidInstanceId') });
  const sent = expect(sendScript(script)).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  await jest.advanceTimersByTimeAsync(14_000);
  await sent;
});

test('a command is found by its comment, the newest of an instance first', async () => {
  const calls = fakeAws({
    ListCommands: {
      Commands: [
        { CommandId: 'command-3', Comment: 'bld-2 install' },
        { CommandId: 'command-2', Comment: 'bld-1 install' },
        { CommandId: 'command-1', Comment: 'bld-1 install' },
      ],
    },
  });
  expect(await findCommand('eu-west-1', 'i-1', 'bld-1 install')).toBe('command-2');
  expect(await findCommand('eu-west-1', 'i-1', 'bld-1 test')).toBeUndefined();
  expect(calls[0]!.input).toEqual({ InstanceId: 'i-1', MaxResults: 50 });
});

test('an instance that Systems Manager does not know has no command', async () => {
  fakeAws({ ListCommands: awsError('InvalidInstanceId') });
  expect(await findCommand('eu-west-1', 'i-1', 'bld-1 install')).toBeUndefined();
});

test('another error is not waited for', async () => {
  const calls = fakeAws({ SendCommand: awsError('AccessDeniedException') });
  await expect(sendScript(script)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(calls).toHaveLength(1);
});

test('a script that has not ended has no exit code', async () => {
  fakeAws({
    GetCommandInvocation: [
      { Status: 'InProgress', ResponseCode: -1 },
      {
        Status: 'Failed',
        StatusDetails: 'Failed',
        ResponseCode: 3,
        StandardOutputContent: 'out',
        StandardErrorContent: 'err',
      },
    ],
  });
  expect(await commandResult('eu-west-1', 'command-1', 'i-1')).toEqual({
    command_id: 'command-1',
    instance_id: 'i-1',
    status: 'InProgress',
    status_details: '',
    output: '',
    error_output: '',
  });
  expect(await commandResult('eu-west-1', 'command-1', 'i-1')).toMatchObject({
    status: 'Failed',
    exit_code: 3,
    output: 'out',
    error_output: 'err',
  });
});

test('a command that Systems Manager does not know yet is absent', async () => {
  fakeAws({ GetCommandInvocation: awsError('InvocationDoesNotExist') });
  expect(await commandResult('eu-west-1', 'command-1', 'i-1')).toBeUndefined();
});

test('the commands of waits are asked for by their ids, whatever else is sent in the account, with exit codes', async () => {
  const calls = fakeAws({
    ListCommandInvocations: {
      CommandInvocations: [
        {
          CommandId: 'command-1',
          InstanceId: 'i-1',
          Status: 'Success',
          StatusDetails: 'Success',
          CommandPlugins: [{ ResponseCode: 0, Output: 'done' }],
        },
      ],
    },
  });
  expect(await listCommandResults('eu-west-1', ['command-1', 'command-1'])).toEqual([
    {
      command_id: 'command-1',
      instance_id: 'i-1',
      status: 'Success',
      status_details: 'Success',
      exit_code: 0,
      output: 'done',
      error_output: '',
    },
  ]);
  expect(calls.map(({ input }) => input)).toEqual([{ CommandId: 'command-1', Details: true, MaxResults: 50 }]);
});

test('an agent that lost its connection is not online', async () => {
  fakeAws({
    DescribeInstanceInformation: {
      InstanceInformationList: [
        { InstanceId: 'i-1', PingStatus: 'ConnectionLost' },
        { InstanceId: 'i-2', PingStatus: 'Online', LastPingDateTime: new Date('2026-01-14T10:30:00Z') },
      ],
    },
  });
  expect(await onlineInstances('eu-west-1', ['i-1', 'i-2', 'i-3'])).toEqual([
    { instance_id: 'i-2', pinged_at: '2026-01-14T10:30:00.000Z' },
  ]);
});
