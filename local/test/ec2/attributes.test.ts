import { codeOf, kit } from './kit';

describe('attributes of an instance', () => {
  test('are read one at a time, and user data changes only while it is stopped', async () => {
    const { call, clock, launch } = kit();
    const InstanceId = await launch({ UserData: Buffer.from('old').toString('base64') });
    const userData = async (): Promise<string> =>
      Buffer.from(
        (await call('DescribeInstanceAttribute', { InstanceId, Attribute: 'userData' })).UserData.Value,
        'base64',
      ).toString();
    const change = { InstanceId, UserData: { Value: Buffer.from('new') } };
    expect(await codeOf(call('ModifyInstanceAttribute', change))).toBe('IncorrectInstanceState');
    await call('StopInstances', { InstanceIds: [InstanceId] });
    await clock.advance(60_000);
    expect(await userData()).toBe('old');
    await call('ModifyInstanceAttribute', change);
    expect(await userData()).toBe('new');
  });

  test('that are not modeled are refused by name', async () => {
    const { call, launch } = kit();
    const InstanceId = await launch();
    await expect(call('DescribeInstanceAttribute', { InstanceId, Attribute: 'kernel' })).rejects.toThrow(
      "DescribeInstanceAttribute.Attribute 'kernel' is not simulated",
    );
    await expect(call('ModifyInstanceAttribute', { InstanceId, EbsOptimized: { Value: true } })).rejects.toThrow(
      'ModifyInstanceAttribute.EbsOptimized is not simulated',
    );
  });

  test('change what a shutdown from inside does', async () => {
    const { call, clock, ec2, launch, guests } = kit();
    const InstanceId = await launch();
    await call('ModifyInstanceAttribute', { InstanceId, InstanceInitiatedShutdownBehavior: { Value: 'terminate' } });
    guests[0]?.host.powerRequested('shutdown');
    await clock.advance(30_000);
    expect(ec2.holdings()[0]?.instances).toEqual([]);
  });
});

test('an instance is started, stopped and rebooted only from states that allow it', async () => {
  const { call, clock, launch } = kit();
  const InstanceIds = [await launch()];
  await call('StopInstances', { InstanceIds });
  expect(await codeOf(call('StartInstances', { InstanceIds }))).toBe('IncorrectInstanceState');
  expect(await codeOf(call('RebootInstances', { InstanceIds }))).toBe('IncorrectInstanceState');
  await call('TerminateInstances', { InstanceIds });
  await clock.advance(30_000);
  expect(await codeOf(call('StopInstances', { InstanceIds }))).toBe('IncorrectInstanceState');
  expect(await codeOf(call('TerminateInstances', { InstanceIds }))).toBe('no error');
});

test('a spot instance of a single request cannot be stopped', async () => {
  const { call, launch } = kit();
  const id = await launch({ InstanceMarketOptions: { MarketType: 'spot' } });
  expect(await codeOf(call('StopInstances', { InstanceIds: [id] }))).toBe('UnsupportedOperation');
});

test('a spot instance that turns itself off is terminated', async () => {
  const { call, clock, guests, launch } = kit();
  const id = await launch({ InstanceMarketOptions: { MarketType: 'spot' }, InstanceInitiatedShutdownBehavior: 'stop' });
  await clock.advance(60_000);
  guests[0]?.host.powerRequested('shutdown');
  await clock.advance(60_000);
  const { Reservations } = await call('DescribeInstances', { InstanceIds: [id] });
  expect(Reservations[0].Instances[0].State.Name).toBe('terminated');
});

test('a volume that is to stay outlives its instance and is left over', async () => {
  const { call, clock, ec2, launch } = kit();
  const id = await launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }] });
  await call('TerminateInstances', { InstanceIds: [id] });
  await clock.advance(30_000);
  expect(ec2.holdings()[0]).toMatchObject({ instances: [], volumes: [expect.stringMatching(/^vol-/)] });
  expect((await call('DescribeVolumes', {})).Volumes).toMatchObject([{ State: 'available', Attachments: [] }]);
});

test('a snapshot is shared with accounts and taken back', async () => {
  const { call, image } = kit();
  await image('pytorch');
  const { Snapshots } = await call('DescribeSnapshots', { OwnerIds: ['self'] });
  const { SnapshotId } = Snapshots[0];
  const shared = async (): Promise<unknown> =>
    (await call('DescribeSnapshotAttribute', { SnapshotId, Attribute: 'createVolumePermission' }))
      .CreateVolumePermissions;
  await call('ModifySnapshotAttribute', { SnapshotId, CreateVolumePermission: { Add: [{ UserId: '210987654321' }] } });
  expect(await shared()).toEqual([{ UserId: '210987654321' }]);
  await call('ModifySnapshotAttribute', {
    SnapshotId,
    Attribute: 'createVolumePermission',
    OperationType: 'remove',
    UserIds: ['210987654321'],
  });
  expect(await shared()).toEqual([]);
});

test('a snapshot is shared with accounts and everybody, and with no organization', async () => {
  const { call, image } = kit();
  await image('pytorch');
  const [{ SnapshotId }] = (await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots;
  const share = (...Add: object[]) =>
    codeOf(call('ModifySnapshotAttribute', { SnapshotId, CreateVolumePermission: { Add } }));
  expect(await share({ OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-abcdefghij' })).toBe(
    'InvalidParameterValue',
  );
  expect(await share({ Group: 'all' })).toBe('no error');
});

test('a snapshot takes 500 accounts in a call, to add or to remove', async () => {
  const { call, image } = kit();
  await image('pytorch');
  const [{ SnapshotId }] = (await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots;
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => ({ UserId: `${2e11 + index}` }));
  const change = (CreateVolumePermission: object) =>
    codeOf(call('ModifySnapshotAttribute', { SnapshotId, CreateVolumePermission }));
  expect(await change({ Add: accounts(501) })).toBe('InvalidParameterValue');
  expect(await change({ Add: accounts(1), Remove: accounts(1) })).toBe('InvalidParameterCombination');
  expect(await change({ Add: accounts(500) })).toBe('no error');
});

test('the default version of a launch template stays when it has newer ones', async () => {
  const { call } = kit();
  const LaunchTemplateName = 'team';
  await call('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: { InstanceType: 'm7i.large' } });
  for (let count = 0; count < 20; count += 1)
    await call('CreateLaunchTemplateVersion', { LaunchTemplateName, LaunchTemplateData: {} });
  const found = await call('DescribeLaunchTemplateVersions', { LaunchTemplateName, Versions: ['$Default'] });
  expect(found.LaunchTemplateVersions).toMatchObject([{ VersionNumber: 1 }]);
});

test('versions of a launch template are found by number and by name', async () => {
  const { call } = kit();
  const { LaunchTemplate } = await call('CreateLaunchTemplate', {
    LaunchTemplateName: 'team',
    LaunchTemplateData: { InstanceType: 'm7i.large' },
  });
  const { LaunchTemplateVersions } = await call('DescribeLaunchTemplateVersions', {
    LaunchTemplateId: LaunchTemplate.LaunchTemplateId,
    Versions: ['$Latest'],
  });
  expect(LaunchTemplateVersions).toMatchObject([
    { VersionNumber: 1, DefaultVersion: true, LaunchTemplateData: { InstanceType: 'm7i.large' } },
  ]);
  expect(await codeOf(call('CreateLaunchTemplate', { LaunchTemplateName: 'team', LaunchTemplateData: {} }))).toBe(
    'InvalidLaunchTemplateName.AlreadyExistsException',
  );
  expect(await codeOf(call('DescribeLaunchTemplateVersions', { LaunchTemplateName: 'none' }))).toBe(
    'InvalidLaunchTemplateName.NotFoundException',
  );
});

test.each(['ImportImage', 'CreateVolume', 'toString'])('%s is refused, since it is not simulated', async (action) => {
  const { call } = kit();
  await expect(call(action)).rejects.toThrow(`${action} is not simulated`);
});
