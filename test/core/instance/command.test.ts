import { execFileSync } from 'node:child_process';
import type { Ec2Instance } from '../../../core/model/ec2';
import {
  agentOffline,
  checkConnectable,
  commandStatus,
  ownErrorOutput,
  verbatim,
} from '../../../core/instance/command';
import { statusOfError } from '../../../core/errors';
import { named } from '../kit/images';

const instance = (changes: Partial<Ec2Instance>): Ec2Instance => ({
  instance_id: 'i-1',
  region: 'us-east-1',
  state: 'running',
  instance_type: 'm7i.large',
  image_id: 'ami-1',
  architecture: 'x86_64',
  launch_time: '2026-01-14T10:30:00Z',
  availability_zone: 'us-east-1a',
  volumes: [],
  root_device: '/dev/xvda',
  spot: false,
  imds_v2_only: true,
  tags: { 'spawn:managed': 'true' },
  ...changes,
});

test('we act on an instance only if it carries our tag or one that the settings name', () => {
  expect(() => checkConnectable(instance({}))).not.toThrow();
  expect(() => checkConnectable(instance({ tags: { team: 'hpc' } }), [{ key: 'team', value: 'hpc' }])).not.toThrow();
  expect(() => checkConnectable(instance({ tags: {} }))).toThrow(named('NotManaged', 'spawn:managed=true'));
});

test.each(['pending', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
  'an instance that is %s has no shell',
  (state) => {
    expect(() => checkConnectable(instance({ state }))).toThrow(named('WrongState', state));
  },
);

test('an agent that is offline is a conflict that says what to look at', () => {
  expect(statusOfError(agentOffline(instance({})).name)).toBe(409);
  expect(agentOffline(instance({})).message).toMatch(/i-1 in us-east-1 is not online.*instance profile/);
});

test.each([
  ['Pending', 'Pending', 'running'],
  ['InProgress', 'InProgress', 'running'],
  ['Delayed', 'Delayed', 'running'],
  ['Cancelling', 'Cancelling', 'running'],
  ['Success', 'Success', 'succeeded'],
  ['Failed', 'Failed', 'failed'],
  ['TimedOut', 'ExecutionTimedOut', 'timed-out'],
  ['TimedOut', 'DeliveryTimedOut', 'undelivered'],
  ['TimedOut', 'Delivery Timed Out', 'undelivered'],
  ['Failed', 'Undeliverable', 'undelivered'],
  ['Failed', 'Terminated', 'undelivered'],
  ['Cancelled', 'Cancelled', 'cancelled'],
] as const)('a command that Systems Manager calls %s (%s) is %s', (status, status_details, ours) => {
  expect(commandStatus({ status, status_details })).toBe(ours);
});

test('the agent’s sentence on the exit code is no output of the command', () => {
  expect(ownErrorOutput('bad\nfailed to run commands: exit status 3')).toBe('bad\n');
  expect(ownErrorOutput('failed to run commands: exit status 3 times\n')).toBe(
    'failed to run commands: exit status 3 times\n',
  );
});

test('a command is sent as it is, unless Systems Manager would put parameters into it', () => {
  expect(verbatim('echo "$HOME"')).toBe('echo "$HOME"');
  const sent = verbatim("echo '{{ssm:NAME}}' ü");
  expect(sent).not.toContain('{{');
  expect(execFileSync('sh', ['-c', sent], { encoding: 'utf8' })).toBe('{{ssm:NAME}} ü\n');
});
