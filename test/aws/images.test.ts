import { copyImage } from '../../aws/image/copy';
import { createImage } from '../../aws/image/create';
import { deregisterImage } from '../../aws/image/deregister';
import { describeImages, findImageByName } from '../../aws/image/describe';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import { deleteSnapshot, snapshotShares } from '../../aws/image/snapshots';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const image = {
  region: 'eu-west-1',
  instanceId: 'i-1',
  name: 'pytorch-2.2',
  description: 'PyTorch',
  noReboot: true,
  tags: { stack: 'pytorch' },
  snapshotTags: { stack: 'pytorch', kind: 'snapshot' },
};
const copy = {
  sourceRegion: 'us-east-1',
  sourceImageId: 'ami-1',
  region: 'eu-west-1',
  name: 'pytorch-2.2',
  description: 'PyTorch',
  clientToken: 'token',
  tags: { stack: 'pytorch' },
};

/** The result of a call that pauses, without the pauses. */
async function hurried<Answer>(call: Promise<Answer>): Promise<Answer> {
  const settled = call.then(
    (answer) => () => answer,
    (error: unknown) => () => {
      throw error;
    },
  );
  await jest.runAllTimersAsync();
  return (await settled)();
}

describe('describing images', () => {
  test('an image becomes plain values', async () => {
    fakeAws({
      DescribeImages: {
        Images: [
          {
            ImageId: 'ami-1',
            Name: 'pytorch-2.2',
            State: 'failed',
            StateReason: { Message: 'KMS key is gone' },
            Architecture: 'arm64',
            OwnerId: '123456789012',
            CreationDate: '2026-01-14T10:30:00.000Z',
            RootDeviceName: '/dev/sda1',
            Public: false,
            Tags: [{ Key: 'stack', Value: 'pytorch' }],
            SourceInstanceId: 'i-1',
            BlockDeviceMappings: [
              { DeviceName: '/dev/sda1', Ebs: { SnapshotId: 'snap-1', VolumeSize: 30, Encrypted: true } },
              { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' },
            ],
          },
        ],
      },
    });
    expect(await describeImages('eu-west-1')).toEqual([
      {
        image_id: 'ami-1',
        region: 'eu-west-1',
        name: 'pytorch-2.2',
        description: '',
        state: 'failed',
        state_reason: 'KMS key is gone',
        architecture: 'arm64',
        owner_id: '123456789012',
        creation_date: '2026-01-14T10:30:00.000Z',
        root_device: '/dev/sda1',
        public: false,
        tags: { stack: 'pytorch' },
        source_instance_id: 'i-1',
        block_devices: [{ device: '/dev/sda1', snapshot_id: 'snap-1', size_gb: 30, encrypted: true }],
      },
    ]);
  });

  test('a name is taken by a disabled image too, and free again after deregistration', async () => {
    const calls = fakeAws({
      DescribeImages: [
        { Images: [{ ImageId: 'ami-1', Name: 'taken', State: 'disabled' }] },
        { Images: [{ ImageId: 'ami-1', Name: 'taken', State: 'deregistered' }] },
      ],
    });
    expect(await findImageByName('eu-west-1', 'taken')).toMatchObject({ image_id: 'ami-1' });
    expect(await findImageByName('eu-west-1', 'taken')).toBeUndefined();
    expect(calls[0]!.input).toMatchObject({ IncludeDisabled: true, Filters: [{ Name: 'name', Values: ['taken'] }] });
  });
});

describe('creating an image', () => {
  test('image and snapshots are tagged in the creating call', async () => {
    const calls = fakeAws({ CreateImage: { ImageId: 'ami-1' } });
    expect(await createImage(image)).toBe('ami-1');
    expect(calls[0]!.input).toEqual({
      InstanceId: 'i-1',
      Name: 'pytorch-2.2',
      Description: 'PyTorch',
      NoReboot: true,
      TagSpecifications: [
        { ResourceType: 'image', Tags: [{ Key: 'stack', Value: 'pytorch' }] },
        {
          ResourceType: 'snapshot',
          Tags: [
            { Key: 'kind', Value: 'snapshot' },
            { Key: 'stack', Value: 'pytorch' },
          ],
        },
      ],
    });
  });

  test('an instance that EC2 does not count as stopped yet is asked again', async () => {
    const calls = fakeAws({
      CreateImage: [awsError('InvalidParameterValue', 'Instance is not in state stopped'), { ImageId: 'ami-1' }],
    });
    expect(await hurried(createImage(image))).toBe('ami-1');
    expect(calls).toHaveLength(2);
  });

  test('patience ends after four delays', async () => {
    const calls = fakeAws({ CreateImage: awsError('InvalidParameterValue', 'Instance is not in state stopped') });
    await expect(hurried(createImage(image))).rejects.toMatchObject({
      name: 'WrongState',
      details: { instance_id: 'i-1' },
    });
    expect(calls).toHaveLength(5);
  });

  test.each([
    ['InvalidAMIName.Duplicate', 'NameTaken', "'pytorch-2.2'"],
    ['InvalidInstanceID.NotFound', 'InstanceLost', 'i-1'],
    ['IncorrectState', 'WrongState', 'i-1'],
  ])("EC2's %s is %s, which names %s", async (code, name, value) => {
    const calls = fakeAws({ CreateImage: awsError(code) });
    await expect(createImage(image)).rejects.toMatchObject({ name, message: expect.stringContaining(value) });
    expect(calls).toHaveLength(1);
  });

  test('an answer without an image id is no success', async () => {
    fakeAws({ CreateImage: {} });
    await expect(createImage(image)).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
  });
});

describe('copying an image', () => {
  test('the call goes to the destination and takes over no tags but those given', async () => {
    const calls = fakeAws({ CopyImage: { ImageId: 'ami-2' } });
    expect(await copyImage(copy)).toBe('ami-2');
    expect(calls[0]!.region).toBe('eu-west-1');
    expect(calls[0]!.input).toMatchObject({
      SourceRegion: 'us-east-1',
      ClientToken: 'token',
      TagSpecifications: [{ ResourceType: 'image' }, { ResourceType: 'snapshot' }],
    });
    expect(calls[0]!.input).not.toHaveProperty('CopyImageTags');
  });

  test('the same tags make the same request, in whatever order they come', async () => {
    const calls = fakeAws({ CopyImage: { ImageId: 'ami-2' } });
    await copyImage({ ...copy, tags: { stack: 'pytorch', owner: 'ml', Base: 'al2023' } });
    await copyImage({ ...copy, tags: { Base: 'al2023', owner: 'ml', stack: 'pytorch' } });
    expect(JSON.stringify(calls[1]!.input)).toBe(JSON.stringify(calls[0]!.input));
  });

  test.each([
    ['Too many snapshot copies in progress. The limit is 20 for this destination region.', 'CopyQuotaExceeded'],
    ['The maximum number of AMIs has been reached.', 'QuotaExceeded'],
  ])('one code stands for two quotas, of which only that of copies passes by itself: %s', async (text, name) => {
    fakeAws({ CopyImage: awsError('ResourceLimitExceeded', text) });
    await expect(copyImage(copy)).rejects.toMatchObject({ name, message: expect.stringContaining('eu-west-1') });
  });

  test.each([
    ['InvalidAMIName.Duplicate', 'NameTaken', "'pytorch-2.2'"],
    ['InvalidAMIID.NotFound', 'ImageNotFound', 'ami-1'],
  ])("EC2's %s is %s, which names %s", async (code, name, value) => {
    fakeAws({ CopyImage: awsError(code) });
    await expect(copyImage(copy)).rejects.toMatchObject({ name, message: expect.stringContaining(value) });
  });
});

describe('a time-based copy', () => {
  test('says in how many minutes it is to be complete', async () => {
    const calls = fakeAws({ CopyImage: { ImageId: 'ami-2' } });
    await copyImage({ ...copy, completeWithinMinutes: 30 });
    expect(calls[0]!.input).toMatchObject({ SnapshotCopyCompletionDurationMinutes: 30 });
  });

  test('that is refused since no throughput is left says how to get it, under whatever code', async () => {
    fakeAws({ CopyImage: awsError('Whatever', 'You have reached your cumulative snapshot copy throughput quota.') });
    await expect(copyImage({ ...copy, completeWithinMinutes: 30 })).rejects.toMatchObject({
      name: 'CopyQuotaExceeded',
      message: expect.stringContaining('raise the quota L-E137849C'),
    });
    await expect(copyImage(copy)).rejects.toMatchObject({ name: 'Whatever' });
  });
});

describe('deregistering an image', () => {
  test('snapshots that other images use are kept and named', async () => {
    const calls = fakeAws({
      DeregisterImage: {
        Return: true,
        DeleteSnapshotResults: [
          { SnapshotId: 'snap-1', ReturnCode: 'success' },
          { SnapshotId: 'snap-2', ReturnCode: 'skipped' },
        ],
      },
    });
    expect(await deregisterImage('eu-west-1', 'ami-1')).toEqual({
      deregistered: true,
      deleted_snapshots: ['snap-1'],
      kept_snapshots: ['snap-2'],
    });
    expect(calls[0]!.input).toEqual({ ImageId: 'ami-1', DeleteAssociatedSnapshots: true });
  });

  test.each(['missing-permissions', 'internal-error', 'client-error', 'something-new'])(
    'a snapshot that stayed with %s is an error although EC2 says success',
    async (ReturnCode) => {
      fakeAws({
        DeregisterImage: {
          Return: true,
          DeleteSnapshotResults: [
            { SnapshotId: 'snap-1', ReturnCode: 'success' },
            { SnapshotId: 'snap-2', ReturnCode },
          ],
        },
      });
      await expect(deregisterImage('eu-west-1', 'ami-1')).rejects.toMatchObject({
        name: 'LeftBehind',
        message: expect.stringContaining(`snap-2 (${ReturnCode})`),
      });
    },
  );

  test.each<[string, Error | object]>([
    ['does not know it', awsError('InvalidAMIID.NotFound')],
    ['lists nothing', { Images: [] }],
    ['lists it as deregistered', { Images: [{ ImageId: 'ami-1', State: 'deregistered' }] }],
  ])(
    'an image that is gone already, since EC2 %s when asked by its id, is no error, and no success either',
    async (_, DescribeImages) => {
      const calls = fakeAws({ DeregisterImage: awsError('InvalidAMIID.NotFound'), DescribeImages } as Parameters<
        typeof fakeAws
      >[0]);
      expect(await deregisterImage('eu-west-1', 'ami-1')).toMatchObject({ deregistered: false });
      expect(calls.at(-1)?.input).toEqual({ ImageIds: ['ami-1'], IncludeDisabled: true, IncludeDeprecated: true });
    },
  );

  test.each<[string, Error | object]>([
    ['available', { Images: [{ ImageId: 'ami-1', State: 'available' }] }],
    ['disabled', { Images: [{ ImageId: 'ami-1', State: 'disabled' }] }],
  ])(
    'an image whose deregistration EC2 refuses as of no such image, and that is %s, is not taken for gone',
    async (_, DescribeImages) => {
      for (const code of ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable']) {
        fakeAws({ DeregisterImage: awsError(code), DescribeImages } as Parameters<typeof fakeAws>[0]);
        await expect(deregisterImage('eu-west-1', 'ami-1')).rejects.toMatchObject({
          name: 'AwsUnavailable',
          message: expect.stringContaining('ami-1 in eu-west-1'),
        });
      }
    },
  );

  test('an image of which nothing can be found out is not taken for gone', async () => {
    fakeAws({
      DeregisterImage: awsError('InvalidAMIID.NotFound'),
      DescribeImages: awsError('InvalidAMIID.Unavailable'),
    });
    await expect(deregisterImage('eu-west-1', 'ami-1')).rejects.toMatchObject({ name: 'InvalidAMIID.Unavailable' });
  });

  test('a refusal by policy is passed on', async () => {
    fakeAws({ DeregisterImage: awsError('UnauthorizedOperation') });
    await expect(deregisterImage('eu-west-1', 'ami-1')).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
});

describe('tags and snapshots', () => {
  test('tags are set and taken off in one call', async () => {
    const calls = fakeAws({ CreateTags: {}, DeleteTags: {} });
    await tagResources('eu-west-1', ['ami-1', 'snap-1'], { state: 'published' });
    await untagResources('eu-west-1', ['ami-1'], ['latest']);
    expect(calls.map(({ input }) => input)).toEqual([
      { Resources: ['ami-1', 'snap-1'], Tags: [{ Key: 'state', Value: 'published' }] },
      { Resources: ['ami-1'], Tags: [{ Key: 'latest' }] },
    ]);
  });

  test('nothing to tag is no call: DeleteTags without tags would take off all of them', async () => {
    const calls = fakeAws({});
    await tagResources('eu-west-1', ['ami-1'], {});
    await untagResources('eu-west-1', ['ami-1'], []);
    expect(calls).toEqual([]);
  });

  test('a snapshot in use is refused by name, one that is gone is not', async () => {
    fakeAws({
      DeleteSnapshot: [{}, awsError('InvalidSnapshot.NotFound'), awsError('InvalidSnapshot.InUse')],
      DescribeSnapshots: { Snapshots: [] },
    });
    expect(await deleteSnapshot('eu-west-1', 'snap-1')).toBe(true);
    expect(await deleteSnapshot('eu-west-1', 'snap-1')).toBe(false);
    await expect(deleteSnapshot('eu-west-1', 'snap-1')).rejects.toMatchObject({
      name: 'WrongState',
      message: expect.stringContaining('snap-1'),
    });
  });

  test('a snapshot that EC2 does not delete as unknown, and lists among the account’s own, is not taken for gone', async () => {
    const calls = fakeAws({
      DeleteSnapshot: awsError('InvalidSnapshot.NotFound'),
      DescribeSnapshots: { Snapshots: [{ SnapshotId: 'snap-1', State: 'completed' }] },
    });
    await expect(deleteSnapshot('eu-west-1', 'snap-1')).rejects.toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining(
        'snapshot snap-1 in eu-west-1 does not exist, but also that its state is completed',
      ),
    });
    expect(calls.at(-1)).toMatchObject({
      action: 'DescribeSnapshots',
      input: { OwnerIds: ['self'], Filters: [{ Name: 'snapshot-id', Values: ['snap-1'] }] },
    });
  });

  test('accounts and everybody are listed as shares', async () => {
    fakeAws({ DescribeSnapshotAttribute: { CreateVolumePermissions: [{ UserId: '123456789012' }, { Group: 'all' }] } });
    expect(await snapshotShares('eu-west-1', 'snap-1')).toEqual(['123456789012', 'all']);
  });
});
