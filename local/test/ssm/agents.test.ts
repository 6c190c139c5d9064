import { codeOf } from '../ec2/kit';
import { ssmKit } from './kit';

const online = async (setup: ReturnType<typeof ssmKit>, id: string): Promise<boolean> =>
  (
    await setup.ask('DescribeInstanceInformation', { Filters: [{ Key: 'InstanceIds', Values: [id] }] })
  ).InstanceInformationList.some(({ PingStatus }: { PingStatus: string }) => PingStatus === 'Online');

describe('an instance is online', () => {
  test('with agent, role and a way out', async () => {
    const setup = ssmKit();
    expect(await online(setup, await setup.launch())).toBe(true);
  });

  test('only with an instance profile', async () => {
    const setup = ssmKit();
    expect(await online(setup, await setup.launch({ IamInstanceProfile: undefined }))).toBe(false);
  });

  test('only with a public address', async () => {
    const setup = ssmKit();
    const NetworkInterfaces = [{ DeviceIndex: 0, AssociatePublicIpAddress: false }];
    expect(await online(setup, await setup.launch({ NetworkInterfaces }))).toBe(false);
  });

  test('only while its agent runs', async () => {
    const setup = ssmKit();
    setup.behavior.agent = false;
    expect(await online(setup, await setup.launch())).toBe(false);
  });

  test.each([
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:OpenDataChannel',
    'ec2messages:GetMessages',
  ])('only if its role allows %s', async (action) => {
    const setup = ssmKit();
    setup.denials.push({ action });
    expect(await online(setup, await setup.launch())).toBe(false);
  });
});

test('an agent that was refused tries again after 25 to 30 minutes, however soon its role allows it', async () => {
  const setup = ssmKit();
  setup.denials.push({ action: 'ssm:UpdateInstanceInformation' });
  const id = await setup.launch();
  const isOnline = async (): Promise<boolean> =>
    (await setup.ask('DescribeInstanceInformation', {})).InstanceInformationList.some(
      ({ InstanceId }: { InstanceId: string }) => InstanceId === id,
    );
  await setup.clock.advance(60_000);
  setup.denials.pop();
  await setup.clock.advance(22 * 60_000);
  expect(await isOnline()).toBe(false);
  await setup.clock.advance(10 * 60_000);
  expect(await isOnline()).toBe(true);
});

test('an agent that is gone last reported at a multiple of five minutes', async () => {
  const { ask, clock, guests, launch } = ssmKit();
  await launch();
  const seen = async () => (await ask('DescribeInstanceInformation', {})).InstanceInformationList[0];
  const registered = (await seen()).RegistrationDate.getTime();
  await clock.advance(13 * 60_000);
  guests[0]?.host.agentChanged(false);
  await clock.advance(60 * 60_000);
  const { PingStatus, LastPingDateTime } = await seen();
  expect([PingStatus, LastPingDateTime.getTime() - registered]).toEqual(['ConnectionLost', 10 * 60_000]);
});

test('instances are found by tag and come in pages', async () => {
  const { ask, launch } = ssmKit();
  for (const team of ['red', 'red', 'red', 'red', 'red', 'red', 'blue'])
    await launch({ TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: team }] }] });
  const input = { Filters: [{ Key: 'tag:team', Values: ['red'] }], MaxResults: 5 };
  const first = await ask('DescribeInstanceInformation', input);
  const second = await ask('DescribeInstanceInformation', { ...input, NextToken: first.NextToken });
  expect([first.InstanceInformationList.length, second.InstanceInformationList.length]).toEqual([5, 1]);
  expect(await codeOf(ask('DescribeInstanceInformation', { Filters: [{ Key: 'Color', Values: ['red'] }] }))).toBe(
    'InvalidInstanceInformationFilterValue',
  );
});

describe('a session', () => {
  test('runs the lines that are typed, until it is terminated', async () => {
    const { ask, launch, ssm } = ssmKit();
    const id = await launch();
    const { SessionId } = await ask('StartSession', { Target: id });
    expect(await ssm.type('us-east-1', SessionId, 'whoami')).toMatchObject({ stdout: 'typed whoami\n' });
    expect((await ask('DescribeSessions', { State: 'Active' })).Sessions).toEqual([
      expect.objectContaining({ SessionId, Target: id }),
    ]);
    await ask('TerminateSession', { SessionId });
    expect(await codeOf(ssm.type('us-east-1', SessionId, 'whoami'))).toBe('TargetNotConnected');
    expect((await ask('DescribeSessions', { State: 'History' })).Sessions).toHaveLength(1);
  });

  test('needs an agent that is online', async () => {
    const { ask, launch } = ssmKit();
    const id = await launch({ IamInstanceProfile: undefined });
    expect(await codeOf(ask('StartSession', { Target: id }))).toBe('TargetNotConnected');
  });
});
