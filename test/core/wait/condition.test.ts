import * as fc from 'fast-check';
import type { CommandResult, Ec2InstanceState } from '../../../core/model/ec2';
import type { Observation } from '../../../core/wait/observation';
import type { Wait, WaitCondition } from '../../../core/wait/record';
import { answerOf } from '../../../core/wait/answer';
import { deadlineOf, judgeWait } from '../../../core/wait/condition';
import { ec2Image, instance, now, wait } from '../kit/images';

const late = new Date('2026-01-14T10:39:00Z');
const command = (status: CommandResult['status'], exit_code?: number) => ({
  status,
  status_details: status,
  exit_code,
});
const conditions: Record<WaitCondition, Wait> = {
  'instance-reachable': wait(),
  'command-finished': wait({ condition: 'command-finished', command_id: 'c-1', subject: 'install' }),
  'object-written': wait({
    condition: 'object-written',
    object_key: 'builds/bld-1/residue.json',
    subject: 'residue report',
  }),
  'instance-stopped': wait({ condition: 'instance-stopped' }),
  'image-available': wait({ condition: 'image-available', instance_id: undefined, ami_id: 'ami-1' }),
  'turn-come': wait({ condition: 'turn-come', instance_id: undefined }),
  'refresh-ended': wait({ condition: 'refresh-ended', instance_id: undefined, refresh_id: 'r-1', group: 'web' }),
  'approval-decided': wait({ condition: 'approval-decided', instance_id: undefined }),
};

test('a wait ends three minutes before its state does, and never before half its time', () => {
  expect(deadlineOf(now, 600).toISOString()).toBe('2026-01-14T10:37:00.000Z');
  expect(deadlineOf(now, 200).toISOString()).toBe('2026-01-14T10:31:40.000Z');
});

test.each<[WaitCondition, Observation, Record<string, unknown>]>([
  ['instance-reachable', { agent_online: true }, { instance_id: 'i-1', ready_at: now.toISOString() }],
  [
    'instance-reachable',
    { agent_online: true, agent_pinged_at: '2026-01-14T10:29:12.000Z' },
    { ready_at: '2026-01-14T10:29:12.000Z' },
  ],
  [
    'instance-reachable',
    { agent_online: true, agent_pinged_at: '2027-01-14T10:29:12.000Z' },
    { ready_at: now.toISOString() },
  ],
  ['instance-reachable', { agent_online: true, instance: instance({ state: 'pending' }) }, { instance_id: 'i-1' }],
  ['command-finished', { command: command('Success', 0) }, { command_id: 'c-1', status: 'Success', exit_code: 0 }],
  ['command-finished', { command: command('Failed', 3), instance: 'absent' }, { status: 'Failed', exit_code: 3 }],
  ['command-finished', { command: command('TimedOut') }, { status: 'TimedOut', exit_code: -1 }],
  [
    'object-written',
    { object_exists: true, instance: instance({ state: 'terminated' }) },
    { object_key: 'builds/bld-1/residue.json' },
  ],
  ['instance-stopped', { instance: instance({ state: 'stopped' }) }, { instance_id: 'i-1' }],
  ['turn-come', { has_turn: true }, {}],
  ['refresh-ended', { refresh: { refresh_id: 'r-1', status: 'Successful' } }, { refresh_id: 'r-1' }],
  [
    'approval-decided',
    { approval: { requested_at: '', until: '', decision: 'approved', decided_by: 'arn:jo' } },
    { approved_by: 'arn:jo' },
  ],
  [
    'image-available',
    { image: ec2Image() },
    { name: 'pytorch', block_devices: [expect.objectContaining({ snapshot_id: 'snap-1' })] },
  ],
])('%s is ready when %j, even after the deadline', (condition, seen, output) => {
  expect(judgeWait(conditions[condition], seen, now)).toMatchObject({
    state: 'ready',
    output: expect.objectContaining(output),
  });
  expect(judgeWait(conditions[condition], seen, late)).toMatchObject({ state: 'ready' });
});

test.each<[WaitCondition, Observation, string, string]>([
  [
    'instance-reachable',
    { instance: instance({ state: 'terminated', state_reason: 'Server.SpotInstanceTermination' }) },
    'SpotInterrupted',
    'Server.SpotInstanceTermination',
  ],
  [
    'instance-reachable',
    { instance: instance({ state: 'terminated', state_reason: 'Client.UserInitiatedShutdown: by a user' }) },
    'InstanceLost',
    'by a user',
  ],
  ['instance-reachable', { instance: instance({ state: 'stopped' }) }, 'InstanceLost', 'is stopped'],
  [
    'command-finished',
    { command: command('InProgress'), instance: instance({ state: 'shutting-down' }) },
    'InstanceLost',
    "script 'install'",
  ],
  [
    'object-written',
    { object_exists: false, instance: instance({ state: 'stopped' }) },
    'InstanceLost',
    'residue report',
  ],
  ['instance-stopped', { instance: instance({ state: 'terminated' }) }, 'InstanceLost', 'i-1'],
  [
    'image-available',
    { image: ec2Image({ state: 'failed', state_reason: 'Client.InternalError' }) },
    'ImageFailed',
    'Client.InternalError',
  ],
  [
    'image-available',
    { image: ec2Image({ state: 'failed', state_reason: 'Given key ID is not accessible.' }) },
    'KeyNotReady',
    'accessible',
  ],
  [
    'image-available',
    { image: ec2Image({ state: 'failed', state_reason: 'Client.InvalidKmsKey: it failed' }) },
    'KeyNotReady',
    'InvalidKmsKey',
  ],
  ['image-available', { image: ec2Image({ state: 'deregistered' }) }, 'ImageFailed', 'no reason given'],
  ['image-available', { image: ec2Image({ state: 'disabled' }) }, 'ImageFailed', 'disabled'],
  [
    'refresh-ended',
    { refresh: { refresh_id: 'r-1', status: 'Failed', reason: 'No capacity.' } },
    'RefreshFailed',
    'refresh r-1 of web in us-east-1 as Failed: No capacity.',
  ],
  ['refresh-ended', { refresh: { refresh_id: 'r-1', status: 'Cancelled' } }, 'RefreshFailed', 'no reason given'],
])('%s fails at once when %j: %s', (condition, seen, error, text) => {
  expect(judgeWait(conditions[condition], seen, now)).toMatchObject({
    state: 'failed',
    error,
    cause: expect.stringContaining(text),
  });
});

test.each<[WaitCondition, Observation, string, string]>([
  [
    'instance-reachable',
    { agent_online: false, instance: instance({ profile_arn: undefined }) },
    'InstanceUnreachable',
    'profile: none',
  ],
  [
    'instance-reachable',
    { instance: instance({ profile_arn: 'arn:aws:iam::1:instance-profile/spawn-dev-builder', public_ip: undefined }) },
    'InstanceUnreachable',
    'route: no public address',
  ],
  [
    'instance-reachable',
    { object_exists: true, agent_online: false, instance: instance() },
    'InstanceUnreachable',
    'user data: has run; agent: has not registered',
  ],
  ['instance-reachable', { agent_online: false }, 'InstanceUnreachable', 'check its instance profile'],
  ['command-finished', { command: command('InProgress') }, 'ScriptTimedOut', 'after 10m'],
  [
    'object-written',
    { object_exists: false, instance: instance() },
    'ResidueUnknown',
    'it is unknown what the builder',
  ],
  ['instance-stopped', { instance: instance({ state: 'stopping' }) }, 'BuilderNotStopped', 'is stopping'],
  ['image-available', { image: ec2Image({ state: 'pending' }) }, 'ImageTimedOut', 'is pending'],
  ['image-available', { image: 'absent' }, 'ImageTimedOut', 'not known to EC2'],
])('%s with %j is awaited until the deadline, then it is %s', (condition, seen, error, text) => {
  expect(judgeWait(conditions[condition], seen, new Date(late.getTime() - 1))).toEqual({ state: 'pending' });
  expect(judgeWait(conditions[condition], seen, late)).toMatchObject({
    state: 'failed',
    error,
    cause: expect.stringContaining(text),
  });
});

test('an agent that did not register may have been refused, and sleeps for half an hour', () => {
  const seen = { agent_online: false, instance: instance() };
  expect(judgeWait(conditions['instance-reachable'], seen, late)).toMatchObject({
    cause: expect.stringContaining('tries again only after 25 to 30 minutes'),
  });
});

test('an absent answer is never success, and no wait outlives its deadline', () => {
  const state = fc.constantFrom<Ec2InstanceState>('pending', 'running', 'stopping', 'shutting-down', 'terminated');
  const seen = fc.record(
    {
      instance: fc.oneof(
        fc.constant('absent' as const),
        state.map((each) => instance({ state: each })),
      ),
      image: fc.constant('absent' as const),
      command: fc.constant('absent' as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(conditions)), seen, (each, observation) => {
      expect(judgeWait(each, observation, now).state).not.toBe('ready');
      expect(judgeWait(each, observation, late).state).toBe('failed');
    }),
  );
});

test('a script that ran too long is told with its limit, and no command is named: the run does that', () => {
  const over = { command: command('TimedOut') };
  const told = answerOf(
    wait({ condition: 'command-finished', command_id: 'c-1', subject: 'validate.sh', limit_seconds: 1800 }),
    { state: 'ready', output: {} },
    over,
  );
  expect(told).toEqual({
    error: 'ScriptTimedOut',
    cause: "the script 'validate.sh' ran on i-1 longer than its limit of 30m: raise its timeout.",
  });
});

test('a script that failed because EC2 took its instance back is told as that', () => {
  const state_reason = 'Server.SpotInstanceTermination: Spot instance termination';
  const stopped = { status: 'Failed' as const, status_details: 'Failed', exit_code: 143 };
  const answered = (more: Observation) =>
    answerOf(
      wait({ condition: 'command-finished', command_id: 'c-1', subject: 'install' }),
      { state: 'ready', output: {} },
      { command: stopped, ...more },
    );
  expect(answered({ instance: instance({ state: 'shutting-down', state_reason }) })).toEqual({
    error: 'SpotInterrupted',
    cause: `EC2 took the spot instance i-1 back during the script 'install' (${state_reason}): start again; EC2 takes no instance back that is on demand, as with spawn build --on-demand.`,
  });
  expect(answered({ instance: instance({ state: 'running' }) })).toMatchObject({ error: 'ScriptFailed' });
});
