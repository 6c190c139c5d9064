import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, tagOf, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { sweepingEvery } from '../../kit/templates';

const day = 24 * hours;

describe('a snapshot whose image is gone', () => {
  let journey: Journey;
  let old: any;
  let cleaning: ReturnType<typeof cleanups>;
  const inEc2 = async (id: string) =>
    (await journey.ec2('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots.find(
      ({ SnapshotId }: any) => SnapshotId === id,
    );
  const snapshotOf = async (id: string): Promise<string> =>
    (await cleaning.inEc2(id)).BlockDeviceMappings[0].Ebs.SnapshotId;
  /** A night, and the cleanup that it starts. */
  const night = async (): Promise<any> => {
    const report = await nightReport(journey);
    const { cleanup_id } = report.steps.cleanup;
    if (cleanup_id !== undefined) await cleaning.ended(await cleaning.show(cleanup_id));
    return report;
  };
  let orphan: string;

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    cleaning = cleanups(journey);
    old = await buildSmall(journey, { version: '1.0.0' });
    await buildSmall(journey, { version: '2.0.0' });
    orphan = await snapshotOf(old.ami_id);
    await journey.advance(2 * day);
    await journey.ec2('DeregisterImage', { ImageId: old.ami_id });
  }, 240_000);

  test('is in the report of the night, which tags it and leaves it', async () => {
    const { steps, text } = await night();
    expect(steps.orphans.orphans).toBe(1);
    expect(text).toContain(`${orphan} in ${home} (tool, `);
    expect(text).toContain(`its image ${old.ami_id} no longer exists`);
    expect(tagOf((await inEc2(orphan)).Tags, tagKeys.orphanedSince)).toBeDefined();
  });

  test('is removed by the cleanup of the night after the days that the policy of its stack sets, and not before', async () => {
    const set = ['stack', 'set', 'tool', '--cleanup', 'on', '--cleanup-orphans-after', '3d', '--minimum-age', '0d'];
    expect((await spawnIn(journey, set)).code).toBe(0);
    await journey.advance(2 * day);
    await night();
    expect(await inEc2(orphan)).toBeDefined();
    await journey.advance(2 * day);
    await night();
    expect(await inEc2(orphan)).toBeUndefined();
    expect((await night()).steps.orphans.orphans).toBe(0);
  });

  test('goes on request by its description when nobody tagged it, and stays while nobody knows its image', async () => {
    const { Images } = await journey.ec2('DescribeImages', { Owners: ['self'] });
    const { ImageId } = await journey.ec2('CopyImage', {
      ...{ SourceImageId: Images[0].ImageId, SourceRegion: home, Name: 'by-hand' },
    });
    await journey.advance(2 * hours);
    const foreign = await snapshotOf(ImageId);
    const clean = (...more: string[]) =>
      spawnIn(journey, ['cleanup-amis', '--orphan-snapshots', 'Copied for*', '--age', '1d', ...more]);
    await journey.advance(2 * day);
    expect((await clean('--dry-run')).out).toContain('0 to remove, 1 to keep');
    await journey.ec2('DeregisterImage', { ImageId });
    await night();
    expect(await inEc2(foreign)).toBeDefined();
    expect(
      (await spawnIn(journey, ['cleanup-amis', '--orphan-snapshots', 'backup*', '--age', '1d', '--dry-run'])).out,
    ).toContain('0 to remove, 0 to keep');
    const { code, err } = await clean('--yes');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await inEc2(foreign)).toBeUndefined();
  });

  test('cannot be asked for without an age, or together with images', async () => {
    const orphans = { description: '*' };
    for (const body of [{ orphans }, { orphans, age_days: 1, stack: 'tool' }, { orphans: {}, age_days: 1 }])
      expect((await journey.request('POST', '/v1/cleanups', body)).body).toMatchObject({
        status: 400,
        name: 'InvalidRequest',
      });
  });
});
