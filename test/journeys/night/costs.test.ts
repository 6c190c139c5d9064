import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { spawnIn } from '../../kit/spawn-in';
import { buildSmall } from '../../kit/small-recipe';

describe('What images cost', () => {
  let journey: Journey;
  let built: any;
  const costs = async (query = '') => (await journey.request('GET', `/v1/costs${query}`)).body;

  beforeAll(async () => {
    journey = await localStack();
    built = await buildSmall(journey, { version: '1.0.0', regions: ['us-west-2'] });
  }, 240_000);

  test('is told by the volumes until the night has measured what EC2 stores, in every region', async () => {
    const before = await costs();
    expect(before.total).toMatchObject({ images: 2, unpriced: 0 });
    expect(before.images.every(({ measured }: any) => !measured)).toBe(true);
    expect(before.total.measured).toBe(false);
    expect((await spawnIn(journey, ['ami', 'cost'])).out).toMatch(/Total: ≤ \$/);
    const { output } = await nightly(journey);
    expect(output).toBeDefined();
    const after = await costs();
    expect(after.images.every(({ measured }: any) => measured)).toBe(true);
    expect(after.total.usd).toBeLessThan(before.total.usd);
    expect(after.total.measured).toBe(true);
    expect((await spawnIn(journey, ['ami', 'cost'])).out).toMatch(/Total: \$/);
    expect(after.by_region[home].usd + after.by_region['us-west-2'].usd).toBeCloseTo(after.total.usd);
  }, 60_000);

  test('is kept by the night for the chart over time, once a day, by stack and by region', async () => {
    const history = async (query = ''): Promise<any[]> => (await costs(`/history${query}`)).nights;
    const { total, by_region } = await costs();
    const [first, ...others] = await history();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      date: first.measured_at.slice(0, 10),
      total: { images: 2, unpriced: 0, measured: true },
      by_stack: { tool: { images: 2 } },
    });
    expect(first.total.usd).toBeCloseTo(total.usd, 2);
    expect(first.by_region[home].usd).toBeCloseTo(by_region[home].usd, 2);
    await journey.advance(minutes);
    await nightly(journey);
    const [again, ...more] = await history();
    expect([again.date, more]).toEqual([first.date, []]);
    expect(again.measured_at > first.measured_at).toBe(true);
    await journey.advance(24 * hours);
    await nightly(journey);
    const days = await history();
    expect(days.map(({ date }) => date)).toEqual([...new Set(days.map(({ date }) => date))].sort());
    expect(days.length).toBeGreaterThan(1);
    expect(await history('?days=1')).toEqual(days.slice(-1));
    expect((await journey.request('GET', '/v1/costs/history?days=401')).status).toBe(400);
  }, 120_000);

  test('is what a cleanup saves, measured for the plan where the night has not seen an image', async () => {
    const cleaning = cleanups(journey);
    await cleaning.published(built.ami_id, '2.0.0');
    const old = await cleaning.published(built.ami_id, '0.9.0');
    await journey.advance(2 * hours);
    const plan = await cleaning.plan({ stack: 'tool', keep_latest: 2, region: home });
    const line = plan.entries.find(({ id }: any) => id === old);
    expect([line.codes, line.measured, plan.measured]).toEqual([['too-young'], false, true]);
    const named = await cleaning.plan({ ami_ids: [old] });
    expect([cleaning.goes(named), named.measured]).toEqual([[old], true]);
    expect(named.by_stack).toEqual({
      tool: { remove: 1, unpriced: 0, monthly_saving_usd: named.monthly_saving_usd, measured: true },
    });
    const [{ BlockDeviceMappings }] = [await cleaning.inEc2(old)];
    const { Snapshots } = await journey.ec2('DescribeSnapshots', {
      SnapshotIds: [BlockDeviceMappings[0].Ebs.SnapshotId],
    });
    const gib = Snapshots[0].FullSnapshotSizeInBytes / 2 ** 30;
    expect(named.monthly_saving_usd).toBeCloseTo(gib * 0.05, 2);
    expect(gib).toBeLessThan(Snapshots[0].VolumeSize);
  }, 60_000);

  test('is measured once: the next night leaves the records alone', async () => {
    const revision = async () => (await journey.request('GET', `/v1/images/${built.ami_id}`)).body.snapshots;
    const before = await revision();
    await nightly(journey);
    expect(await revision()).toEqual(before);
  }, 60_000);

  test('is set against the time that its own build spent installing, or what one says', async () => {
    const { break_even } = await costs(`?ami=${built.ami_id}`);
    expect(break_even).toMatchObject({ minutes_measured: true, hourly_value_usd: 60 });
    expect((await costs('?minutes_saved=10&hourly_value=60')).break_even).toMatchObject({
      minutes_saved: 10,
      minutes_measured: false,
      value_per_launch_usd: 10,
    });
    expect((await costs('?minutes_saved=0')).break_even.launches_per_month).toBeNull();
  });

  test('of what is not there is an error', async () => {
    expect((await journey.request('GET', '/v1/costs?ami=ami-0123456789abcdef0')).status).toBe(404);
    expect((await journey.request('GET', '/v1/costs?minutes_saved=-1')).status).toBe(400);
  });
});
