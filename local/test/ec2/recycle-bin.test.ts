import { codeOf, kit } from './kit';

const day = 86_400_000;
const retentionDays = (_region: string, type: string, tags: ReadonlyMap<string, string>): number | undefined =>
  tags.has('lost') ? undefined : type === 'EC2_IMAGE' ? 7 : 14;

describe('the Recycle Bin', () => {
  test('keeps an image and its snapshots, lists when they go, and gives back image after snapshots', async () => {
    const { call, clock, image } = kit({ retentionDays });
    const ImageId = await image('pytorch');
    const [{ Ebs }] = (await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].BlockDeviceMappings;
    const at = clock.now();
    await call('DeregisterImage', { ImageId, DeleteAssociatedSnapshots: true });
    expect((await call('ListImagesInRecycleBin', {})).Images).toMatchObject([
      { ImageId, Name: 'pytorch', RecycleBinEnterTime: new Date(at), RecycleBinExitTime: new Date(at + 7 * day) },
    ]);
    expect(await codeOf(call('RestoreImageFromRecycleBin', { ImageId }))).toBe('InvalidSnapshot.NotFound');
    await call('RestoreSnapshotFromRecycleBin', { SnapshotId: Ebs.SnapshotId });
    await call('RestoreImageFromRecycleBin', { ImageId });
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].State).toBe('available');
    expect((await call('ListImagesInRecycleBin', {})).Images).toEqual([]);
  });

  test('deletes for good when the period is over, and what no rule matches at once', async () => {
    const { call, clock, image } = kit({ retentionDays });
    const ImageId = await image('pytorch');
    await call('DeregisterImage', { ImageId });
    await clock.advance(7 * day);
    expect((await call('ListImagesInRecycleBin', {})).Images).toEqual([]);
    expect(await codeOf(call('RestoreImageFromRecycleBin', { ImageId }))).toBe('InvalidAMIID.NotFound');
    const other = await image('jax');
    await call('CreateTags', { Resources: [other], Tags: [{ Key: 'lost', Value: '' }] });
    await call('DeregisterImage', { ImageId: other });
    expect((await call('ListImagesInRecycleBin', {})).Images).toEqual([]);
  });
});
