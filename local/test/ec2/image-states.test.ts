import { amazonLinux, codeOf, kit } from './kit';

const ids = ({ Images }: { Images: { ImageId: string }[] }): string[] => Images.map(({ ImageId }) => ImageId);

describe('lists of images', () => {
  test('by owner leave out the look-alike of a stranger, which has the same sort of name and is newer', async () => {
    const { call } = kit();
    const Filters = [{ Name: 'name', Values: ['al2023-ami-2023.*-kernel-6.1-x86_64'] }];
    const all = (await call('DescribeImages', { Filters })).Images;
    const own = (await call('DescribeImages', { Filters, Owners: ['amazon'] })).Images;
    expect([all.length, own.length]).toEqual([2, 1]);
    expect(own[0]).toMatchObject({ ImageId: amazonLinux, ImageOwnerAlias: 'amazon', OwnerId: '137112412989' });
    expect(
      all.find(({ OwnerId }: { OwnerId: string }) => OwnerId === '666666666666').CreationDate > own[0].CreationDate,
    ).toBe(true);
  });

  test('hide disabled images even from their owner, unless asked', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    await call('DisableImage', { ImageId });
    await clock.advance(8_000);
    expect(ids(await call('DescribeImages', { Owners: ['self'] }))).toEqual([]);
    expect(ids(await call('DescribeImages', { ImageIds: [ImageId] }))).toEqual([]);
    expect(ids(await call('DescribeImages', { Owners: ['self'], IncludeDisabled: true }))).toEqual([ImageId]);
  });

  test('show deprecated images to their owner always', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    await call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(clock.now() + 60_000) });
    await clock.advance(86_400_000);
    expect((await call('DescribeImages', { Owners: ['self'] })).Images[0]).toMatchObject({
      ImageId,
      DeprecationTime: expect.stringMatching(/:\d\d:00\.000Z$/),
    });
  });

  test('come in pages and by snapshot, tag and state', async () => {
    const { call, image } = kit();
    const first = await image('one', {
      TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: 'stack', Value: 'pytorch' }] }],
    });
    await image('two');
    const page = await call('DescribeImages', { Owners: ['self'], MaxResults: 1 });
    const rest = await call('DescribeImages', { Owners: ['self'], MaxResults: 1, NextToken: page.NextToken });
    expect([ids(page).length, ids(rest).length]).toEqual([1, 1]);
    expect(new Set([...ids(page), ...ids(rest)]).size).toBe(2);
    expect(rest.NextToken).toBeUndefined();
    expect(
      ids(
        await call('DescribeImages', {
          Filters: [
            { Name: 'tag:stack', Values: ['py*'] },
            { Name: 'state', Values: ['available'] },
          ],
        }),
      ),
    ).toEqual([first]);
    const { BlockDeviceMappings } = (await call('DescribeImages', { ImageIds: [first] })).Images[0];
    const bySnapshot = {
      Filters: [{ Name: 'block-device-mapping.snapshot-id', Values: [BlockDeviceMappings[0].Ebs.SnapshotId] }],
    };
    expect(ids(await call('DescribeImages', bySnapshot))).toEqual([first]);
  });
});

test('a list by ids fails as a whole for one unknown id, which a filter leaves out', async () => {
  const { call, image } = kit();
  const both = [await image('pytorch'), 'ami-00000000000000001'];
  expect(await codeOf(call('DescribeImages', { ImageIds: both }))).toBe('InvalidAMIID.NotFound');
  expect(ids(await call('DescribeImages', { Filters: [{ Name: 'image-id', Values: both }] }))).toEqual([both[0]]);
});

test('a pending image is deregistered', async () => {
  const { call, launch } = kit();
  const { ImageId } = await call('CreateImage', { InstanceId: await launch(), Name: 'pytorch', NoReboot: true });
  await call('DeregisterImage', { ImageId });
  expect(await codeOf(call('RunInstances', { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 }))).toBe(
    'InvalidAMIID.Unavailable',
  );
});

describe('deprecation', () => {
  test.each([
    ['in the past', -60_000, 'InvalidParameterValue'],
    ['in eleven years', 11 * 366 * 86_400_000, 'InvalidParameterValue'],
    ['in a minute', 60_000, 'no error'],
  ])('that begins %s has its limits', async (_when, offset, code) => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    expect(await codeOf(call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(clock.now() + offset) }))).toBe(
      code,
    );
  });

  test('begins at a whole minute', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    const minute = Math.ceil(clock.now() / 60_000) * 60_000 + 3_600_000;
    await call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(minute + 29_000) });
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].DeprecationTime).toBe(
      new Date(minute).toISOString(),
    );
  });

  test('can be taken back', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    await call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(clock.now() + 60_000) });
    await call('DisableImageDeprecation', { ImageId });
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].DeprecationTime).toBeUndefined();
  });
});

describe('a disabled image', () => {
  test('cannot be launched, and has lost its permissions for good', async () => {
    const { call, clock, image, events } = kit();
    const ImageId = await image('pytorch');
    await call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } });
    await call('DisableImage', { ImageId });
    await clock.advance(8_000);
    expect(events.at(-1)?.detail).toMatchObject({ ImageId, State: 'disabled' });
    expect(await codeOf(call('RunInstances', { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 }))).toBe(
      'InvalidAMIID.Unavailable',
    );
    expect(
      await codeOf(call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } })),
    ).toBe('IncorrectState');
    await call('EnableImage', { ImageId });
    expect(
      (await call('DescribeImageAttribute', { ImageId, Attribute: 'launchPermission' })).LaunchPermissions,
    ).toEqual([]);
  });

  test('loses its permissions at once, and is shown and launched as before for some seconds', async () => {
    const { call, clock, image } = kit({ latencies: { availability: [5_000, 5_000] } });
    const ImageId = await image('pytorch');
    const launched = { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };
    await call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } });
    await call('DisableImage', { ImageId });
    expect(
      (await call('DescribeImageAttribute', { ImageId, Attribute: 'launchPermission' })).LaunchPermissions,
    ).toEqual([]);
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images).toMatchObject([{ State: 'available' }]);
    expect((await call('RunInstances', launched)).Instances).toHaveLength(1);
    await clock.advance(5_000);
    expect(await codeOf(call('RunInstances', launched))).toBe('InvalidAMIID.Unavailable');
    expect((await call('DescribeImages', { ImageIds: [ImageId], IncludeDisabled: true })).Images).toMatchObject([
      { State: 'disabled' },
    ]);
    await call('EnableImage', { ImageId });
    expect(await codeOf(call('RunInstances', launched))).toBe('InvalidAMIID.Unavailable');
    await clock.advance(5_000);
    expect((await call('RunInstances', launched)).Instances).toHaveLength(1);
  });
});

describe('sharing', () => {
  test('adds and takes away accounts in both forms of the request', async () => {
    const { call, image } = kit();
    const ImageId = await image('pytorch');
    const shared = async (): Promise<unknown> =>
      (await call('DescribeImageAttribute', { ImageId, Attribute: 'launchPermission' })).LaunchPermissions;
    await call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } });
    await call('ModifyImageAttribute', {
      ImageId,
      Attribute: 'launchPermission',
      OperationType: 'add',
      UserIds: ['310987654321'],
    });
    expect(await shared()).toEqual([{ UserId: '210987654321' }, { UserId: '310987654321' }]);
    await call('ModifyImageAttribute', {
      ImageId,
      LaunchPermission: { Remove: [{ UserId: '210987654321' }, { UserId: '310987654321' }] },
    });
    expect(await shared()).toEqual([]);
  });

  test('with everybody makes an image public, five in a region at most', async () => {
    const { call, image } = kit({ limits: { publicImages: 1 } });
    const share = { LaunchPermission: { Add: [{ Group: 'all' }] } };
    const ImageId = await image('one');
    await call('ModifyImageAttribute', { ImageId, ...share });
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].Public).toBe(true);
    expect(await codeOf(call('ModifyImageAttribute', { ImageId: await image('two'), ...share }))).toBe(
      'ResourceLimitExceeded',
    );
  });

  test('with everybody is refused while the account blocks public access', async () => {
    const { call, image } = kit();
    const share = { ImageId: await image('one'), LaunchPermission: { Add: [{ Group: 'all' }] } };
    await call('EnableImageBlockPublicAccess', { ImageBlockPublicAccessState: 'block-new-sharing' });
    expect(await codeOf(call('ModifyImageAttribute', share))).toBe('OperationNotPermitted');
    await call('DisableImageBlockPublicAccess');
    expect(await codeOf(call('ModifyImageAttribute', share))).toBe('no error');
  });

  test('with more accounts, organizations and units than the quota is refused, and those that have it count once', async () => {
    const { call, image } = kit({ limits: { shareTargets: 2 } });
    const ImageId = await image('one');
    const share = (...Add: object[]) => codeOf(call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add } }));
    const organization = { OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-abcdefghij' };
    expect(await share({ UserId: '210987654321' }, organization)).toBe('no error');
    expect(await share(organization)).toBe('no error');
    expect(await share({ UserId: '310987654321' })).toBe('ResourceLimitExceeded');
  });

  test('of an encrypted image is refused', async () => {
    const { call, clock, launch } = kit();
    const id = await launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }] });
    const { ImageId } = await call('CreateImage', { InstanceId: id, Name: 'secret', NoReboot: true });
    await clock.advance(600_000);
    expect(
      await codeOf(call('ModifyImageAttribute', { ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } })),
    ).toBe('InvalidParameter');
  });
});

test('references name instances that are not terminated and launch templates, ten images a call at most', async () => {
  const { call, image, launch } = kit();
  const ImageId = await image('pytorch');
  const instance = await launch({ ImageId });
  const { LaunchTemplate } = await call('CreateLaunchTemplate', {
    LaunchTemplateName: 'team',
    LaunchTemplateData: { ImageId },
  });
  const ask = { ImageIds: [ImageId], IncludeAllResourceTypes: true };
  const arns = async (): Promise<string[]> =>
    (await call('DescribeImageReferences', ask)).ImageReferences.map(({ Arn }: { Arn: string }) => Arn.split('/')[1]);
  expect(await arns()).toEqual([instance, LaunchTemplate.LaunchTemplateId]);
  await call('DeleteLaunchTemplate', { LaunchTemplateId: LaunchTemplate.LaunchTemplateId });
  expect(await arns()).toEqual([instance]);
  expect(
    await codeOf(call('DescribeImageReferences', { ...ask, ImageIds: Array.from({ length: 11 }, () => ImageId) })),
  ).toBe('InvalidParameterValue');
});
