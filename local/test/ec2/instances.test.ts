import { amazonLinux, amazonLinuxArm, codeOf, home, kit } from './kit';

const one = { ImageId: amazonLinux, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };
const stateOf = async ({ call }: Pick<ReturnType<typeof kit>, 'call'>, id: string): Promise<string> =>
  (await call('DescribeInstances', { InstanceIds: [id] })).Reservations[0].Instances[0].State.Name;

describe('an instance', () => {
  test('is pending first, runs within a quarter of a minute, and each state is an event', async () => {
    const { call, clock, events } = kit();
    const { Instances } = await call('RunInstances', one);
    expect(Instances[0]).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      InstanceType: 'm7i.large',
      Architecture: 'x86_64',
      RootDeviceName: '/dev/xvda',
    });
    expect(Instances[0].InstanceId).toMatch(/^i-[0-9a-f]{17}$/);
    await clock.advance(15_000);
    expect(await stateOf({ call }, Instances[0].InstanceId)).toBe('running');
    expect(events.map(({ detail }) => detail)).toEqual([
      { 'instance-id': Instances[0].InstanceId, state: 'pending' },
      { 'instance-id': Instances[0].InstanceId, state: 'running' },
    ]);
    expect(events[0]?.resources).toEqual([`arn:aws:ec2:us-east-1:123456789012:instance/${Instances[0].InstanceId}`]);
  });

  test('boots with its user data in plain text', async () => {
    const { guests, launch, call } = kit();
    const id = await launch({ UserData: Buffer.from('#!/bin/sh\necho hello\n').toString('base64') });
    const { Output } = await call('GetConsoleOutput', { InstanceId: id });
    expect(Buffer.from(Output, 'base64').toString()).toBe('booted with #!/bin/sh\necho hello\n\n');
    expect(guests[0]?.facts).toMatchObject({
      instanceId: id,
      region: home,
      vcpus: 2,
      roleName: 'builder',
      architecture: 'x86_64',
    });
  });

  test('keeps its disk over a stop and a start', async () => {
    const { call, clock, launch, guests } = kit();
    const id = await launch();
    guests[0]?.files.push('/etc/written');
    await call('StopInstances', { InstanceIds: [id] });
    expect(await stateOf({ call }, id)).toBe('stopping');
    await clock.advance(30_000);
    expect(await stateOf({ call }, id)).toBe('stopped');
    await call('StartInstances', { InstanceIds: [id] });
    await clock.advance(30_000);
    expect(guests[1]?.files).toContain('/etc/written');
  });

  test('takes its volumes along when it is terminated, and is shown for an hour', async () => {
    const { call, clock, launch, ec2 } = kit();
    const id = await launch();
    expect(ec2.holdings()[0]).toMatchObject({ instances: [id], volumes: [expect.stringMatching(/^vol-/)] });
    await call('TerminateInstances', { InstanceIds: [id] });
    await clock.advance(15_000);
    expect(await stateOf({ call }, id)).toBe('terminated');
    expect(ec2.holdings()[0]).toMatchObject({ instances: [], volumes: [] });
    await clock.advance(3_600_000);
    expect(await codeOf(call('DescribeInstances', { InstanceIds: [id] }))).toBe('InvalidInstanceID.NotFound');
  });

  test('that is protected is not terminated', async () => {
    const { call, launch } = kit();
    const id = await launch({ DisableApiTermination: true });
    expect(await codeOf(call('TerminateInstances', { InstanceIds: [id] }))).toBe('OperationNotPermitted');
    await call('ModifyInstanceAttribute', { InstanceId: id, DisableApiTermination: { Value: false } });
    await call('TerminateInstances', { InstanceIds: [id] });
    expect(await stateOf({ call }, id)).toBe('shutting-down');
  });

  test.each([
    ['stop', 'stopped'],
    ['terminate', 'terminated'],
  ])(
    'with the shutdown behavior %s is %s after a shutdown from inside',
    async (InstanceInitiatedShutdownBehavior, state) => {
      const { call, clock, launch, guests } = kit();
      const id = await launch({ InstanceInitiatedShutdownBehavior });
      guests[0]?.host.powerRequested('shutdown');
      await clock.advance(30_000);
      expect(await stateOf({ call }, id)).toBe(state);
    },
  );

  test('stays running through a reboot from inside and boots again', async () => {
    const { call, clock, launch, guests } = kit();
    const id = await launch();
    guests[0]?.host.powerRequested('reboot');
    await clock.advance(15_000);
    expect(await stateOf({ call }, id)).toBe('running');
    expect(guests.map(({ on }) => on)).toEqual([false, true]);
  });

  test('has a status check that passes only minutes later', async () => {
    const { call, clock, launch } = kit();
    const id = await launch();
    const status = async (): Promise<string> =>
      (await call('DescribeInstanceStatus', { InstanceIds: [id] })).InstanceStatuses[0].InstanceStatus.Status;
    expect(await status()).toBe('initializing');
    await clock.advance(150_000);
    expect(await status()).toBe('ok');
  });
});

describe('a launch is refused', () => {
  test.each([
    ['InvalidAMIID.NotFound', { ImageId: 'ami-00000000000000001' }],
    ['InvalidAMIID.Malformed', { ImageId: 'al2023' }],
    ['InvalidParameterValue', { InstanceType: 'm99.huge' }],
    ['InvalidParameterValue', { ImageId: amazonLinuxArm }],
    ['InvalidParameterValue', { IamInstanceProfile: { Name: 'nobody' } }],
    ['InvalidSubnetID.NotFound', { SubnetId: 'subnet-00000000000000001' }],
    ['InvalidGroup.NotFound', { SecurityGroupIds: ['sg-00000000000000001'] }],
    ['InvalidBlockDeviceMapping', { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 4 } }] }],
    ['InvalidKeyPair.NotFound', { KeyName: 'mine' }],
    ['InvalidParameterValue', { UserData: Buffer.alloc(16_385).toString('base64') }],
    ['UnsupportedParameter', { KernelId: 'aki-1' }],
    ['UnsupportedParameter', { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { OutpostArn: 'arn' } }] }],
    ['InvalidParameterDependency', { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { KmsKeyId: 'key' } }] }],
    ['MissingParameter', { MinCount: undefined }],
  ])('with %s: %j', async (code, wrong) => {
    const { call, ec2 } = kit();
    expect(await codeOf(call('RunInstances', { ...one, ...wrong }))).toBe(code);
    expect(ec2.instances(home)).toEqual([]);
  });

  test("with EC2's sentence when type and image differ in architecture", async () => {
    const { call } = kit();
    await expect(call('RunInstances', { ...one, ImageId: amazonLinuxArm })).rejects.toThrow(
      "The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI.",
    );
  });

  test('where there is no capacity, and a default subnet of another zone is taken where there is', async () => {
    const { call } = kit({ capacity: (type, zone) => type === 'm7i.large' && zone === 'us-east-1c' });
    const { Instances } = await call('RunInstances', one);
    expect(Instances[0].Placement.AvailabilityZone).toBe('us-east-1c');
    await expect(call('RunInstances', { ...one, InstanceType: 'g5.xlarge' })).rejects.toMatchObject({
      code: 'InsufficientInstanceCapacity',
      status: 500,
    });
  });

  test('where the zone does not offer the type', async () => {
    const { call } = kit({ offered: (type, zone) => type !== 'g5.xlarge' || zone === 'us-east-1b' });
    expect(
      await codeOf(
        call('RunInstances', { ...one, InstanceType: 'g5.xlarge', Placement: { AvailabilityZone: 'us-east-1a' } }),
      ),
    ).toBe('Unsupported');
  });

  test('by a dry run that would have succeeded, without any effect', async () => {
    const { call, ec2 } = kit();
    await expect(call('RunInstances', { ...one, DryRun: true })).rejects.toMatchObject({
      code: 'DryRunOperation',
      status: 412,
    });
    expect(ec2.instances(home)).toEqual([]);
  });
});

test('the same client token launches once, and other parameters under it are refused', async () => {
  const { call, ec2 } = kit();
  const first = await call('RunInstances', { ...one, ClientToken: 'build-1' });
  const again = await call('RunInstances', { ...one, ClientToken: 'build-1' });
  expect(again.Instances[0].InstanceId).toBe(first.Instances[0].InstanceId);
  expect(ec2.instances(home)).toHaveLength(1);
  expect(await codeOf(call('RunInstances', { ...one, ClientToken: 'build-1', InstanceType: 'm7i.xlarge' }))).toBe(
    'IdempotentParameterMismatch',
  );
});

test('a new id is unknown for a moment', async () => {
  const { call, clock } = kit({ latencies: { visibility: [1_000, 1_000] } });
  const { Instances } = await call('RunInstances', one);
  const { InstanceId } = Instances[0];
  expect(await codeOf(call('DescribeInstances', { InstanceIds: [InstanceId] }))).toBe('InvalidInstanceID.NotFound');
  expect(await codeOf(call('CreateTags', { Resources: [InstanceId], Tags: [{ Key: 'a', Value: 'b' }] }))).toBe(
    'InvalidInstanceID.NotFound',
  );
  await clock.advance(1_000);
  expect(await stateOf({ call }, InstanceId)).toBe('pending');
});

test('lists come in pages that together are the whole, by filters of state and tag', async () => {
  const { call, launch } = kit();
  for (const number of ['1', '2', '3', '4', '5', '6', '7'])
    await launch({ TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'number', Value: number }] }] });
  const input = {
    MaxResults: 5,
    Filters: [
      { Name: 'instance-state-name', Values: ['run*'] },
      { Name: 'tag:number', Values: ['2', '3', '4', '5', '6', '7'] },
    ],
  };
  const first = await call('DescribeInstances', input);
  const second = await call('DescribeInstances', { ...input, NextToken: first.NextToken });
  expect([first.Reservations.length, second.Reservations.length, second.NextToken]).toEqual([5, 1, undefined]);
  expect(await codeOf(call('DescribeInstances', { Filters: [{ Name: 'color', Values: ['red'] }] }))).toBe(
    'InvalidParameterValue',
  );
  expect(await codeOf(call('DescribeInstances', { InstanceIds: ['i-00000000000000001'], MaxResults: 5 }))).toBe(
    'InvalidParameterCombination',
  );
});
