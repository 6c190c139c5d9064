import { account, amazonLinux, codeOf, kit } from './kit';

type Setup = ReturnType<typeof kit>;
const describe1 = async ({ call }: Pick<Setup, 'call'>, id: string, region?: string): Promise<any> =>
  (await call('DescribeImages', { ImageIds: [id] }, region)).Images[0];
const tagged = (type: string, value = 'b'): object => ({ ResourceType: type, Tags: [{ Key: 'a', Value: value }] });

describe('an image', () => {
  test('is pending, then available after some minutes that grow with its size; only the end is an event', async () => {
    const { call, clock, events, launch } = kit({
      latencies: { image: [100_000, 100_000], imagePerGib: [2_000, 2_000] },
    });
    const id = await launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30 } }] });
    events.length = 0;
    const { ImageId } = await call('CreateImage', { InstanceId: id, Name: 'pytorch', NoReboot: true });
    await clock.advance(159_000);
    expect((await describe1({ call }, ImageId)).State).toBe('pending');
    await clock.advance(1_000);
    expect((await describe1({ call }, ImageId)).State).toBe('available');
    expect(events).toEqual([
      {
        source: 'aws.ec2',
        'detail-type': 'EC2 AMI State Change',
        region: 'us-east-1',
        resources: [`arn:aws:ec2:us-east-1::image/${ImageId}`],
        detail: { RequestId: expect.any(String), ImageId, State: 'available', ErrorMessage: '' },
      },
    ]);
  });

  test('carries what its instance was: disk, architecture, root device, sources', async () => {
    const { call, clock, launch, guests } = kit();
    const id = await launch({
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30, Encrypted: true } }],
    });
    guests[0]?.files.push('/opt/pytorch');
    const { ImageId } = await call('CreateImage', {
      InstanceId: id,
      Name: 'pytorch',
      Description: 'what',
      NoReboot: true,
    });
    guests[0]?.files.push('/later');
    await clock.advance(600_000);
    expect(await describe1({ call }, ImageId)).toMatchObject({
      Name: 'pytorch',
      Description: 'what',
      OwnerId: account,
      Public: false,
      SourceInstanceId: id,
      SourceImageId: amazonLinux,
      SourceImageRegion: 'us-east-1',
      RootDeviceName: '/dev/xvda',
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { VolumeSize: 30, Encrypted: true, SnapshotId: expect.stringMatching(/^snap-/) },
        },
      ],
    });
    await launch({ ImageId });
    expect(guests.at(-1)?.files).toEqual(['al2023', '/opt/pytorch']);
  });

  test('reboots its running instance, unless it is told not to', async () => {
    const { call, clock, launch, guests } = kit();
    const id = await launch();
    await call('CreateImage', { InstanceId: id, Name: 'without', NoReboot: true });
    await clock.advance(15_000);
    expect(guests).toHaveLength(1);
    await call('CreateImage', { InstanceId: id, Name: 'with' });
    await clock.advance(15_000);
    expect(guests.map(({ on }) => on)).toEqual([false, true]);
  });

  test('that fails says why, in its state and in the event', async () => {
    const { call, clock, events, launch } = kit({
      imageFailure: ({ name }) => (name === 'bad' ? 'Client.InternalError: no luck' : undefined),
    });
    const { ImageId } = await call('CreateImage', { InstanceId: await launch(), Name: 'bad', NoReboot: true });
    await clock.advance(600_000);
    expect(await describe1({ call }, ImageId)).toMatchObject({
      State: 'failed',
      StateReason: { Message: 'Client.InternalError: no luck' },
    });
    expect(events.at(-1)?.detail).toMatchObject({ State: 'failed', ErrorMessage: 'Client.InternalError: no luck' });
  });

  test('of a terminated instance is refused', async () => {
    const { call, launch } = kit();
    const id = await launch();
    await call('TerminateInstances', { InstanceIds: [id] });
    expect(await codeOf(call('CreateImage', { InstanceId: id, Name: 'pytorch' }))).toBe('IncorrectInstanceState');
  });

  test('has a name of its own in account and region, even once it is disabled', async () => {
    const { call, image, launch } = kit();
    const ImageId = await image('pytorch');
    await call('DisableImage', { ImageId });
    const again = call('CreateImage', { InstanceId: await launch(), Name: 'pytorch' });
    await expect(again).rejects.toThrow(`AMI name pytorch is already in use by AMI ${ImageId}`);
    await expect(again).rejects.toMatchObject({ code: 'InvalidAMIName.Duplicate' });
  });

  test.each(['ab', 'x'.repeat(129), 'with:colon', 'süß'])('is not named %s', async (Name) => {
    const { call, launch } = kit();
    expect(await codeOf(call('CreateImage', { InstanceId: await launch(), Name }))).toBe('InvalidAMIName.Malformed');
  });

  test.each(['PyTorch \u2014 with CUDA', 'x'.repeat(256)])('is not described as %s', async (Description) => {
    const { call, image, launch } = kit();
    const refusal = { code: 'InvalidParameterValue' };
    const InstanceId = await launch();
    await expect(call('CreateImage', { InstanceId, Name: 'pytorch', Description })).rejects.toMatchObject(refusal);
    const SourceImageId = await image('source');
    const copy = { SourceImageId, SourceRegion: 'us-east-1', Name: 'copy', Description };
    await expect(call('CopyImage', copy, 'us-west-2')).rejects.toMatchObject(refusal);
    const change = { ImageId: SourceImageId, Description: { Value: Description } };
    await expect(call('ModifyImageAttribute', change)).rejects.toMatchObject(refusal);
  });

  test('is named in the description of its snapshot', async () => {
    const { call, launch } = kit();
    const InstanceId = await launch();
    const { ImageId } = await call('CreateImage', { InstanceId, Name: 'pytorch', NoReboot: true });
    expect((await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toMatchObject([
      { Description: `Created by CreateImage(${InstanceId}) for ${ImageId}` },
    ]);
  });

  test('is not known for a moment after its making', async () => {
    const { call, clock, launch } = kit({ latencies: { visibility: [2_000, 2_000] } });
    const { ImageId } = await call('CreateImage', { InstanceId: await launch(), Name: 'pytorch', NoReboot: true });
    expect(await codeOf(describe1({ call }, ImageId))).toBe('InvalidAMIID.NotFound');
    expect((await call('DescribeImages', { Owners: ['self'] })).Images).toEqual([]);
    await clock.advance(2_000);
    expect((await describe1({ call }, ImageId)).State).toBe('pending');
  });

  test('has its last launch reported a day late', async () => {
    const { call, clock, image, launch } = kit();
    const ImageId = await image('pytorch');
    await launch({ ImageId });
    expect((await describe1({ call }, ImageId)).LastLaunchedTime).toBeUndefined();
    await clock.advance(86_400_000);
    expect((await describe1({ call }, ImageId)).LastLaunchedTime).toMatch(/^2026-06-01T/);
  });
});

describe('an image that its vendor has deprecated', () => {
  const named = { Owners: ['amazon'], Filters: [{ Name: 'name', Values: ['al2023-ami-2023.6.20250107.0-*'] }] };

  test('is in no list and under no filter unless deprecated ones are asked for; its id names it', async () => {
    const { call, launch } = kit();
    expect((await call('DescribeImages', named)).Images).toEqual([]);
    const {
      Images: [image],
    } = await call('DescribeImages', { ...named, IncludeDeprecated: true });
    expect(image.DeprecationTime).toBe('2025-04-07T00:00:00.000Z');
    const filtered = { Owners: ['amazon'], Filters: [{ Name: 'image-id', Values: [image.ImageId] }] };
    expect((await call('DescribeImages', filtered)).Images).toEqual([]);
    expect((await call('DescribeImages', { ...filtered, IncludeDeprecated: true })).Images).toHaveLength(1);
    expect((await describe1({ call }, image.ImageId)).Name).toBe(image.Name);
    await launch({ ImageId: image.ImageId });
  });
});

describe('a deregistered image', () => {
  test('takes its snapshots along if asked, each with its own outcome, and lingers in lists for a moment', async () => {
    const { call, clock, ec2, events, image } = kit({ latencies: { lingering: [4_000, 4_000] } });
    const ImageId = await image('pytorch');
    const { BlockDeviceMappings } = await describe1({ call }, ImageId);
    const { SnapshotId } = BlockDeviceMappings[0].Ebs;
    expect(await codeOf(call('DeleteSnapshot', { SnapshotId }))).toBe('InvalidSnapshot.InUse');
    expect(await call('DeregisterImage', { ImageId, DeleteAssociatedSnapshots: true })).toEqual({
      Return: true,
      DeleteSnapshotResults: [{ SnapshotId, ReturnCode: 'success' }],
    });
    expect(events.at(-1)?.detail).toMatchObject({ ImageId, State: 'deregistered' });
    const listed = async (): Promise<string[]> =>
      (await call('DescribeImages', { Owners: ['self'] })).Images.map(({ State }: { State: string }) => State);
    expect(await listed()).toEqual(['deregistered']);
    await clock.advance(4_000);
    expect(await listed()).toEqual([]);
    expect(ec2.holdings()[0]).toMatchObject({ images: [], snapshots: [] });
  });

  test('is known as deregistered for two days, with an empty answer by its id, and then by nobody', async () => {
    const { call, clock, image } = kit({ latencies: { lingering: [4_000, 4_000] } });
    const ImageId = await image('pytorch');
    await call('DeregisterImage', { ImageId });
    await clock.advance(4_000);
    expect(await call('DescribeImages', { ImageIds: [ImageId] })).toMatchObject({ Images: [] });
    for (const [action, input] of [
      ['DeregisterImage', { ImageId }],
      ['DescribeImageAttribute', { ImageId, Attribute: 'launchPermission' }],
      ['CopyImage', { SourceImageId: ImageId, SourceRegion: 'us-east-1', Name: 'copy' }],
      ['RunInstances', { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 }],
    ] as const)
      expect(await codeOf(call(action, input))).toBe('InvalidAMIID.Unavailable');
    await clock.advance(2 * 86_400_000);
    expect(await codeOf(call('DeregisterImage', { ImageId }))).toBe('InvalidAMIID.NotFound');
    expect(await codeOf(describe1({ call }, ImageId))).toBe('InvalidAMIID.NotFound');
  });

  test('keeps the snapshots that the caller may not delete', async () => {
    const { call, denials, ec2, image } = kit();
    const ImageId = await image('pytorch');
    denials.push({ action: 'ec2:DeleteSnapshot' });
    const { Return, DeleteSnapshotResults } = await call('DeregisterImage', {
      ImageId,
      DeleteAssociatedSnapshots: true,
    });
    expect([Return, DeleteSnapshotResults[0].ReturnCode]).toEqual([true, 'missing-permissions']);
    expect(ec2.holdings()[0]?.snapshots).toHaveLength(1);
  });

  test('keeps a snapshot that another image was registered with, until that goes too', async () => {
    const { call, ec2, image, launch, guests } = kit();
    const ImageId = await image('pytorch');
    const [
      {
        DeviceName,
        Ebs: { SnapshotId },
      },
    ] = (await describe1({ call }, ImageId)).BlockDeviceMappings;
    const wanted = (more: object = {}) => ({
      Name: 'second',
      RootDeviceName: DeviceName,
      BlockDeviceMappings: [{ DeviceName, Ebs: { SnapshotId } }],
      ...more,
    });
    const { ImageId: second } = await call('RegisterImage', wanted({ TagSpecifications: [tagged('image')] }));
    expect(await codeOf(call('RegisterImage', wanted()))).toBe('InvalidAMIName.Duplicate');
    expect(await codeOf(call('RegisterImage', wanted({ Name: 'third', RootDeviceName: '/dev/other' })))).toBe(
      'InvalidBlockDeviceMapping',
    );
    expect((await call('DeregisterImage', { ImageId, DeleteAssociatedSnapshots: true })).DeleteSnapshotResults).toEqual(
      [{ SnapshotId, ReturnCode: 'skipped' }],
    );
    expect(ec2.holdings()[0]).toMatchObject({ images: [second], snapshots: [SnapshotId] });
    await launch({ ImageId: second });
    expect(guests.at(-1)?.files).toEqual(['al2023']);
    expect(
      (await call('DeregisterImage', { ImageId: second, DeleteAssociatedSnapshots: true })).DeleteSnapshotResults,
    ).toEqual([{ SnapshotId, ReturnCode: 'success' }]);
  });

  test('must be our own', async () => {
    const { call } = kit();
    expect(await codeOf(call('DeregisterImage', { ImageId: amazonLinux }))).toBe('AuthFailure');
  });
});

describe('a copy', () => {
  const copyOf = (SourceImageId: string, more = {}): object => ({
    SourceImageId,
    SourceRegion: 'us-east-1',
    Name: 'pytorch',
    ...more,
  });

  test('is made in the region of the call, available later, without permissions, deprecation or tags', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch', { TagSpecifications: [tagged('image')] });
    await call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } });
    await call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(clock.now() + 86_400_000) });
    const { ImageId: copy } = await call('CopyImage', copyOf(ImageId), 'eu-west-1');
    expect((await describe1({ call }, copy, 'eu-west-1')).State).toBe('pending');
    await clock.advance(600_000);
    const found = await describe1({ call }, copy, 'eu-west-1');
    expect(found).toMatchObject({
      State: 'available',
      Tags: [],
      SourceImageId: ImageId,
      SourceImageRegion: 'us-east-1',
    });
    expect(found.DeprecationTime).toBeUndefined();
    expect(
      (await call('DescribeImageAttribute', { ImageId: copy, Attribute: 'launchPermission' }, 'eu-west-1'))
        .LaunchPermissions,
    ).toEqual([]);
  });

  test('carries the tags if asked, and those of the request win; snapshots have only those given to them', async () => {
    const { call, image } = kit();
    const ImageId = await image('pytorch', {
      TagSpecifications: [
        {
          ResourceType: 'image',
          Tags: [
            { Key: 'a', Value: 'old' },
            { Key: 'kept', Value: 'yes' },
          ],
        },
      ],
    });
    const { ImageId: copy } = await call(
      'CopyImage',
      copyOf(ImageId, { CopyImageTags: true, TagSpecifications: [tagged('image', 'new'), tagged('snapshot')] }),
      'eu-west-1',
    );
    const { Tags } = await describe1({ call }, copy, 'eu-west-1');
    expect(Tags).toEqual([
      { Key: 'a', Value: 'new' },
      { Key: 'kept', Value: 'yes' },
    ]);
    expect((await call('DescribeSnapshots', { OwnerIds: ['self'] }, 'eu-west-1')).Snapshots[0]).toMatchObject({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  test('with the same client token is made once', async () => {
    const { call, image } = kit();
    const ImageId = await image('pytorch');
    const first = await call('CopyImage', copyOf(ImageId, { ClientToken: 'copy-1' }), 'eu-west-1');
    expect(await call('CopyImage', copyOf(ImageId, { ClientToken: 'copy-1' }), 'eu-west-1')).toEqual(first);
    expect(
      await codeOf(call('CopyImage', copyOf(ImageId, { ClientToken: 'copy-1', Name: 'other' }), 'eu-west-1')),
    ).toBe('IdempotentParameterMismatch');
  });

  test('with the same client token and its tags in another order is refused', async () => {
    const { call, image } = kit();
    const ImageId = await image('pytorch');
    const tagged = (...keys: string[]) =>
      copyOf(ImageId, {
        ClientToken: 'copy-1',
        TagSpecifications: [{ ResourceType: 'image', Tags: keys.map((Key) => ({ Key, Value: 'x' })) }],
      });
    await call('CopyImage', tagged('a', 'b'), 'eu-west-1');
    expect(await codeOf(call('CopyImage', tagged('b', 'a'), 'eu-west-1'))).toBe('IdempotentParameterMismatch');
  });

  test('over the quota of concurrent copies is refused until one has ended', async () => {
    const { call, clock, image } = kit({ limits: { concurrentCopies: 2 } });
    const ImageId = await image('pytorch');
    for (const Name of ['one', 'two']) await call('CopyImage', copyOf(ImageId, { Name }), 'eu-west-1');
    expect(await codeOf(call('CopyImage', copyOf(ImageId, { Name: 'three' }), 'eu-west-1'))).toBe(
      'ResourceLimitExceeded',
    );
    await clock.advance(600_000);
    expect(await codeOf(call('CopyImage', copyOf(ImageId, { Name: 'three' }), 'eu-west-1'))).toBe('no error');
  });

  test('is complete within the time that was asked for', async () => {
    const { call, clock, image } = kit({ latencies: { copy: [7_200_000, 7_200_000] } });
    const { ImageId: copy } = await call(
      'CopyImage',
      copyOf(await image('pytorch'), { SnapshotCopyCompletionDurationMinutes: 30 }),
      'eu-west-1',
    );
    await clock.advance(29 * 60_000);
    expect((await describe1({ call }, copy, 'eu-west-1')).State).toBe('pending');
    await clock.advance(60_000);
    expect((await describe1({ call }, copy, 'eu-west-1')).State).toBe('available');
  });

  test.each([
    ['into a region that is not enabled', 'AuthFailure', {}, 'ap-east-1'],
    ['from a region that is none', 'InvalidParameterValue', { SourceRegion: 'mars-north-1' }, 'eu-west-1'],
    [
      'of an image that does not exist',
      'InvalidAMIID.NotFound',
      { SourceImageId: 'ami-00000000000000001' },
      'eu-west-1',
    ],
    [
      'within no whole number of quarters of an hour',
      'InvalidParameterValue',
      { SnapshotCopyCompletionDurationMinutes: 20 },
      'eu-west-1',
    ],
    [
      'within more than 48 hours',
      'InvalidParameterValue',
      { SnapshotCopyCompletionDurationMinutes: 2895 },
      'eu-west-1',
    ],
    ['with an Outpost', 'UnsupportedParameter', { DestinationOutpostArn: 'arn' }, 'eu-west-1'],
  ])('%s is refused', async (_what, code, more, region) => {
    const { call, image } = kit();
    expect(await codeOf(call('CopyImage', copyOf(await image('pytorch'), more), region))).toBe(code);
  });

  test('that EC2 gives up has failed, with its reason', async () => {
    const { call, clock, image } = kit({
      imageFailure: ({ action }) => (action === 'CopyImage' ? 'no luck' : undefined),
    });
    const { ImageId: copy } = await call('CopyImage', copyOf(await image('pytorch')), 'eu-west-1');
    await clock.advance(3_600_000);
    const found = await describe1({ call }, copy, 'eu-west-1');
    expect(found).toMatchObject({ State: 'failed', StateReason: { Message: 'no luck' } });
  });

  test('may be pending for longer than anybody waits', async () => {
    const month = 30 * 86_400_000;
    const { call, clock, image } = kit({ latencies: { copy: [month, month] } });
    const { ImageId: copy } = await call('CopyImage', copyOf(await image('pytorch')), 'eu-west-1');
    await clock.advance(month - 60_000);
    expect((await describe1({ call }, copy, 'eu-west-1')).State).toBe('pending');
  });

  test('of a pending image is refused', async () => {
    const { call, launch } = kit();
    const { ImageId } = await call('CreateImage', { InstanceId: await launch(), Name: 'pytorch', NoReboot: true });
    expect(await codeOf(call('CopyImage', copyOf(ImageId), 'eu-west-1'))).toBe('InvalidRequest');
  });
});
