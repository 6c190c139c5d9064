import { administratorOf } from '../../kernel/accounts';
import { account, amazonLinux, codeOf, home, kit, type Kit } from './kit';

const other = '222233334444';

describe('another account', () => {
  let ec2: Kit;
  let ami: string;
  let snapshot: string;
  const there = (action: string, input: object = {}): Promise<any> =>
    ec2.ec2.call({
      service: 'ec2',
      action,
      region: home,
      input,
      principal: administratorOf(other),
      requestId: '1',
      authorize: () => undefined,
    });
  const copy = (): Promise<any> => there('CopyImage', { SourceImageId: ami, SourceRegion: home, Name: 'mine' });
  const share = (): Promise<unknown> =>
    ec2.call('ModifyImageAttribute', { ImageId: ami, LaunchPermission: { Add: [{ UserId: other }] } });

  beforeEach(async () => {
    ec2 = kit();
    ami = await ec2.image('mine');
    const [image] = (await ec2.call('DescribeImages', { ImageIds: [ami] })).Images;
    snapshot = image.BlockDeviceMappings[0].Ebs.SnapshotId;
  });

  test('sees of this one what is shared with it', async () => {
    expect(await codeOf(there('DescribeImages', { ImageIds: [ami] }))).toBe('InvalidAMIID.NotFound');
    await share();
    expect((await there('DescribeImages', { ImageIds: [ami] })).Images).toMatchObject([{ OwnerId: account, Tags: [] }]);
    expect((await there('DescribeImages', { Owners: ['self'] })).Images).toEqual([]);
    expect(await codeOf(there('DeregisterImage', { ImageId: ami }))).toBe('AuthFailure');
  });

  test('copies it once its snapshots are shared too, under a name that is taken here, and the copy is its own', async () => {
    expect(await codeOf(copy())).toBe('InvalidAMIID.NotFound');
    await share();
    expect(await codeOf(copy())).toBe('InvalidRequest');
    await ec2.call('ModifySnapshotAttribute', {
      SnapshotId: snapshot,
      Attribute: 'createVolumePermission',
      CreateVolumePermission: { Add: [{ UserId: other }] },
    });
    const { ImageId } = await copy();
    await ec2.clock.advance(3_600_000);
    expect((await there('DescribeImages', { Owners: ['self'] })).Images).toMatchObject([
      { ImageId, OwnerId: other, State: 'available' },
    ]);
    expect(await codeOf(ec2.call('DescribeImages', { ImageIds: [ImageId] }))).toBe('InvalidAMIID.NotFound');
    expect(ec2.events.some(({ detail }) => detail.ImageId === ImageId)).toBe(false);
  });

  test('has no instances here, which is said by name', async () => {
    expect(
      await codeOf(
        there('RunInstances', { ImageId: amazonLinux, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 }),
      ),
    ).toBe('UnsupportedAccount');
  });
});
