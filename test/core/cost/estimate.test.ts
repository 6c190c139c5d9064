import { breakEven } from '../../../core/cost/break-even';
import { costReport, monthlyCost } from '../../../core/cost/estimate';
import { image } from '../../cli/kit/things';

const snapshot = (snapshot_id: string, size_gb: number, full_size_gb?: number) => ({
  snapshot_id,
  device: '/dev/xvda',
  size_gb,
  encrypted: false,
  ...(full_size_gb !== undefined && { full_size_bytes: full_size_gb * 2 ** 30 }),
});
const stored = (id: string, region: string, snapshots: ReturnType<typeof snapshot>[], changes: object = {}) =>
  image({ ami_id: id, name: id, region, snapshots, ...changes });

test('a 30 GB image costs 1.50 a month, as the specification says', () => {
  expect(monthlyCost(stored('ami-1', 'us-east-1', [snapshot('snap-1', 30)]))).toEqual({
    gib: 30,
    measured: false,
    usd: 1.5,
  });
});

test('what EC2 measured counts more than the size of the volume', () => {
  expect(monthlyCost(stored('ami-1', 'us-east-1', [snapshot('snap-1', 30, 8)]))).toEqual({
    gib: 8,
    measured: true,
    usd: 0.4,
  });
});

test('a region without a price is unpriced, never free', () => {
  const cost = monthlyCost(stored('ami-1', 'xx-nowhere-1', [snapshot('snap-1', 30)]));
  expect(cost).toEqual({ gib: 30, measured: false });
  expect(costReport([stored('ami-1', 'xx-nowhere-1', [snapshot('snap-1', 30)])]).total).toEqual({
    images: 1,
    gib: 30,
    usd: 0,
    unpriced: 1,
    measured: false,
  });
});

test('a report sums by stack and region, the dearest image first, and counts a shared snapshot once', () => {
  const report = costReport([
    stored('ami-1', 'us-east-1', [snapshot('snap-1', 10)]),
    stored('ami-2', 'us-east-1', [snapshot('snap-1', 10), snapshot('snap-2', 20)]),
    stored('ami-3', 'sa-east-1', [snapshot('snap-3', 100)], { stack: 'genomics' }),
    stored('ami-4', 'us-east-1', [snapshot('snap-4', 100)], { state: 'vanished' }),
  ]);
  expect(report.images.map(({ ami_id, usd }) => [ami_id, usd])).toEqual(
    [
      ['ami-3', 6.8],
      ['ami-2', 1],
      ['ami-1', 0.5],
    ].map(([id, usd]) => [id, expect.closeTo(usd as number)]),
  );
  expect(report.by_stack.pytorch).toEqual({ images: 2, gib: 30, usd: 1.5, unpriced: 0, measured: false });
  expect(report.by_region['sa-east-1']?.usd).toBeCloseTo(6.8);
  expect(report.total.images).toBe(3);
});

test('an image that costs 1.50 and saves ten minutes of 60 dollars an hour pays for itself with one launch in seven months', () => {
  const { value_per_launch_usd, launches_per_month } = breakEven({
    monthly_usd: 1.5,
    minutes_saved: 10,
    hourly_value_usd: 60,
  });
  expect([value_per_launch_usd, launches_per_month]).toEqual([10, 0.15]);
  expect(breakEven({ monthly_usd: 1.5, minutes_saved: 0, hourly_value_usd: 60 }).launches_per_month).toBe(Infinity);
});
