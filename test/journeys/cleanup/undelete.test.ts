import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { onlySweepingEvery } from '../../kit/templates';

const days = 24 * hours;
const friend = { UserId: '210987654321' };

describe('an image in the Recycle Bin', () => {
  let journey: Journey;
  let cleaning: ReturnType<typeof cleanups>;
  let model: string;
  let last = 0;
  const rule = async (ResourceType: string, RetentionPeriodValue: number): Promise<string> =>
    (
      (await journey.local.call('rbin', 'CreateRule', home, {
        ResourceType,
        RetentionPeriod: { RetentionPeriodValue, RetentionPeriodUnit: 'DAYS' },
      })) as any
    ).Identifier;
  const drop = (Identifier: string): Promise<unknown> => journey.local.call('rbin', 'DeleteRule', home, { Identifier });
  const old = async (): Promise<string> => {
    last += 1;
    const id = await cleaning.published(model, `0.0.${last}`);
    await journey.advance(2 * days);
    await nightly(journey);
    return id;
  };
  const remove = async (id: string): Promise<void> => {
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const end = await cleaning.ended(await cleaning.apply(cleanup_id));
    expect(end).toMatchObject({ counts: { removed: 1 } });
    await journey.advance(1 * hours);
  };
  const undelete = (id: string, body = {}): Promise<any> =>
    journey.request('POST', `/v1/images/${id}/undeletion`, body);
  const record = async (id: string): Promise<any> => (await journey.request('GET', `/v1/images/${id}`)).body;
  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    model = (await buildSmall(journey, { version: '1.0.0' })).ami_id;
  }, 120_000);

  test('comes back as it was: with snapshots, tags, launch permissions and record', async () => {
    await rule('EC2_IMAGE', 7);
    await rule('EBS_SNAPSHOT', 7);
    const id = await old();
    const shares = { accounts: [friend.UserId] };
    expect((await journey.request('POST', `/v1/images/${id}/shares`, shares)).status).toBe(200);
    // The nights request and read the report of who uses a shared image.
    await nightly(journey);
    await journey.advance(1 * days);
    await nightly(journey);
    const before = await record(id);
    await remove(id);
    expect(await cleaning.inEc2(id)).toBeUndefined();
    expect(await record(id)).toMatchObject({ state: 'deregistered' });
    expect(await undelete(id, { dry_run: true })).toMatchObject({
      status: 200,
      body: {
        changed: true,
        dry_run: true,
        warnings: [expect.stringMatching(/^nothing was changed; the Recycle Bin .* until \d{4}-/)],
      },
    });
    expect(await record(id)).toMatchObject({ state: 'deregistered' });
    const answer = await undelete(id);
    expect(answer).toMatchObject({
      status: 200,
      body: { changed: true, images: [{ ami_id: id, state: 'available' }] },
    });
    await journey.advance(1 * hours);
    const { Tags, State, BlockDeviceMappings } = await cleaning.inEc2(id);
    expect([State, tagOf(Tags, tagKeys.cleanupMarked), tagOf(Tags, tagKeys.version)]).toEqual([
      'available',
      undefined,
      before.version,
    ]);
    const { LaunchPermissions } = await journey.ec2('DescribeImageAttribute', {
      ImageId: id,
      Attribute: 'launchPermission',
    });
    expect(LaunchPermissions).toEqual([friend]);
    const snapshot = BlockDeviceMappings[0].Ebs.SnapshotId;
    expect((await journey.ec2('DescribeSnapshots', { SnapshotIds: [snapshot] })).Snapshots).toHaveLength(1);
    const after = await record(id);
    expect(after.removed_at).toBeUndefined();
    expect([after.state, after.tags, after.version]).toEqual([before.state, before.tags, before.version]);
    expect(after.events.map(({ action }: any) => action)).toContain('undeleted');
    expect((await undelete(id)).body.changed).toBe(false);
    await nightly(journey);
    expect((await record(id)).state).toBe('available');
  });

  test('that EC2 has again, because its undeletion was interrupted, can be completed, and a dry run says so', async () => {
    const id = await old();
    await remove(id);
    const [snapshot] = (await record(id)).snapshots;
    await journey.ec2('RestoreSnapshotFromRecycleBin', { SnapshotId: snapshot.snapshot_id });
    await journey.ec2('RestoreImageFromRecycleBin', { ImageId: id });
    expect(await undelete(id, { dry_run: true })).toMatchObject({
      status: 200,
      body: { changed: true, warnings: [expect.stringContaining('EC2 has tool-')] },
    });
    expect(await undelete(id, { dry_run: false })).toMatchObject({ status: 200, body: { changed: true } });
    expect(await record(id)).toMatchObject({ state: 'available' });
  });

  test('that somebody restored outside spawn is in the catalog again with the next night', async () => {
    const id = await old();
    await remove(id);
    const [snapshot] = (await record(id)).snapshots;
    await journey.ec2('RestoreSnapshotFromRecycleBin', { SnapshotId: snapshot.snapshot_id });
    await journey.ec2('RestoreImageFromRecycleBin', { ImageId: id });
    await journey.ec2('EnableImage', { ImageId: id });
    await journey.advance(1 * hours);
    await nightly(journey);
    const after = await record(id);
    expect([after.state, after.removed_at]).toEqual(['available', undefined]);
  });

  test('is gone for good when its retention period is over', async () => {
    const id = await old();
    await remove(id);
    await journey.advance(8 * days);
    for (const body of [{}, { dry_run: true }])
      expect(await undelete(id, body)).toMatchObject({
        status: 404,
        body: { name: 'ImageNotFound', detail: expect.stringContaining('not in the Recycle Bin of us-east-1') },
      });
  });

  test('does not come back without its snapshots, and the answer names them', async () => {
    const { Rules } = (await journey.local.call('rbin', 'ListRules', home, { ResourceType: 'EBS_SNAPSHOT' })) as any;
    for (const { Identifier } of Rules) await drop(Identifier);
    const id = await old();
    await remove(id);
    const [snapshot] = (await record(id)).snapshots;
    expect(await undelete(id)).toMatchObject({
      status: 409,
      body: { name: 'WrongState', detail: expect.stringContaining(snapshot.snapshot_id) },
    });
  });

  test('keeps its snapshots from counting as orphans, until it is gone', async () => {
    const id = await old();
    const [snapshot] = (await record(id)).snapshots;
    await journey.ec2('DeregisterImage', { ImageId: id });
    await journey.advance(2 * days);
    const marked = async (): Promise<boolean> => {
      await nightly(journey);
      const { Snapshots } = await journey.ec2('DescribeSnapshots', { SnapshotIds: [snapshot.snapshot_id] });
      return tagOf(Snapshots[0].Tags, tagKeys.orphanedSince) !== undefined;
    };
    expect(await marked()).toBe(false);
    await journey.advance(6 * days);
    expect(await marked()).toBe(true);
  });

  test('of another deployment, or never known, is not restored', async () => {
    expect(await undelete('ami-0123456789abcdef0')).toMatchObject({ status: 404, body: { name: 'ImageNotFound' } });
    expect(await undelete(model, { region: 'nowhere' })).toMatchObject({ status: 400 });
  });
});
