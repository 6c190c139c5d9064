import { virtualClock } from '../../kernel/clock';
import { createEc2 } from '../../services/ec2/service';
import { createGuests } from '../../guest/factory';
import { seededRandom } from '../../kernel/random';
import { createSsm } from '../../services/ssm/service';
import type { World } from '../../kernel/types';
import { account, amazonLinux, builderRole, caller, home } from '../ec2/kit';

/** EC2 and Systems Manager over real simulated guests. */
function region() {
  const clock = virtualClock(Date.UTC(2026, 5, 1), { manual: true });
  const world: World = {
    clock,
    random: seededRandom(1),
    accountId: account,
    homeRegion: home,
    emit: () => undefined,
    role: () => builderRole,
    instanceProfile: () => ({ arn: `arn:aws:iam::${account}:instance-profile/builder`, roleName: 'builder' }),
    call: () => Promise.resolve({}),
    authorize: () => undefined,
    request: () => undefined,
  };
  const ec2 = createEc2({ world, guests: createGuests({ agentSeconds: [20, 30] }) });
  const call = caller(ec2, 'ec2', [], []);
  const ask = caller(createSsm({ world, ec2, authorizeAs: () => undefined }), 'ssm', [], []);
  const launch = async (ImageId: string, userData = ''): Promise<string> => {
    const UserData = Buffer.from(userData).toString('base64');
    const { Instances } = await call('RunInstances', {
      ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'builder' },
      UserData,
    });
    await clock.advance(90_000);
    return Instances[0].InstanceId;
  };
  const run = async (id: string, script: string, seconds = 60): Promise<any> => {
    const { Command } = await ask('SendCommand', {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [id],
      Parameters: { commands: [script], executionTimeout: ['120'] },
    });
    await clock.advance(seconds * 1000);
    return ask('GetCommandInvocation', { CommandId: Command.CommandId, InstanceId: id });
  };
  return { clock, call, ask, launch, run };
}

test('what a command installs on a builder is in the image, and in an instance of the image', async () => {
  const { call, clock, launch, run } = region();
  const builder = await launch(amazonLinux, '#!/bin/sh\necho hello > /opt/greeting\n');
  expect(await run(builder, 'cat /opt/greeting; echo built > /opt/built')).toMatchObject({
    Status: 'Success',
    StandardOutputContent: 'hello\n',
  });
  await call('StopInstances', { InstanceIds: [builder] });
  await clock.advance(60_000);
  const { ImageId } = await call('CreateImage', { InstanceId: builder, Name: 'built' });
  await clock.advance(600_000);
  expect(await run(await launch(ImageId), 'cat /opt/built; exit 4')).toMatchObject({
    Status: 'Failed',
    ResponseCode: 4,
    StandardOutputContent: 'built\n',
  });
});

test.each([
  ['hangs', 'sleep infinity', { Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' }],
  [
    'stops the agent',
    'systemctl stop amazon-ssm-agent; sleep 5',
    { Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' },
  ],
  ['reboots', 'reboot; sleep 30', { Status: 'Failed', StatusDetails: 'Failed' }],
])('a script that %s has the right verdict in the end', async (_what, script, verdict) => {
  const { launch, run } = region();
  expect(await run(await launch(amazonLinux), script, 4_000)).toMatchObject(verdict);
});

test.each([
  ['calls reboot', 'echo begun; bash -c "echo within"; reboot; sleep 30; echo never', 'Failed', 'begun\nwithin\n'],
  ['calls reboot in the middle of a program', 'bash -c "echo begun; reboot; sleep 30"', 'Failed', 'begun\n'],
  [
    'asks for a reboot by 194',
    'echo run $(cat /opt/runs 2>/dev/null); [ -e /opt/runs ] && exit 0; echo 2 >/opt/runs; exit 194',
    'Success',
    'run 2\n',
  ],
])('what a script that %s had printed is kept', async (_what, script, Status, StandardOutputContent) => {
  const { launch, run } = region();
  expect(await run(await launch(amazonLinux), script, 400)).toMatchObject({ Status, StandardOutputContent });
});

test('a shutdown from inside stops the instance', async () => {
  const { call, launch, run } = region();
  const id = await launch(amazonLinux);
  await run(id, 'shutdown -h now');
  expect((await call('DescribeInstances', { InstanceIds: [id] })).Reservations[0].Instances[0]).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: { Code: 'Client.InstanceInitiatedShutdown' },
  });
});
