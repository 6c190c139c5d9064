import { expectationOf, type Expected } from '../../../core/build/expectation';
import { hourlyPrice } from '../../../core/model/instance-price';
import type { Run } from '../../../core/model/run';

const stage = (name: string, from: string, to: string) => ({
  name,
  status: 'succeeded',
  started_at: `2026-01-14T${from}:00Z`,
  ended_at: `2026-01-14T${to}:00Z`,
});
const build = (id: string, end: string): Run =>
  ({
    build_id: id,
    created_at: '2026-01-14T10:00:00Z',
    ended_at: `2026-01-14T${end}:00Z`,
    stages: [stage('launch', '10:00', '10:10'), stage('image', '10:10', '10:30'), stage('test', '10:30', '11:00')],
  }) as unknown as Run;
const expected = (changes: Partial<Expected> = {}): Expected => ({
  instance_type: 'm7i.large',
  test_types: ['m7i.large', 'g5.xlarge'],
  volume_size_gb: 30,
  regions: ['us-east-1', 'eu-west-1'],
  hourly: (type) => ({ 'm7i.large': 0.1, 'g5.xlarge': 1 })[type],
  monthly: () => 0.05,
  ...changes,
});

test('a build takes the median of earlier builds, and costs its builder and each test instance for its stages', () => {
  const earlier = [build('bld-a', '11:10'), build('bld-b', '11:30'), build('bld-c', '14:00')];
  expect(expectationOf(expected(), earlier)).toEqual({
    minutes: 90,
    // One hour of the builder at $0.1, and half an hour of both test types.
    instances_usd: 0.1 + 0.05 + 0.5,
    snapshots_usd_per_month: 3,
    based_on: ['bld-a', 'bld-b', 'bld-c'],
    unpriced_types: [],
    unpriced_regions: [],
  });
});

test('without an earlier build, time and instances are unknown and not zero', () => {
  expect(expectationOf(expected(), [])).toEqual({
    snapshots_usd_per_month: 3,
    based_on: [],
    unpriced_types: [],
    unpriced_regions: [],
  });
});

test('a type or region without a price is named, and its sum is left out', () => {
  const unknown = expected({
    hourly: () => undefined,
    monthly: (region) => (region === 'us-east-1' ? 0.05 : undefined),
  });
  const { instances_usd, snapshots_usd_per_month, unpriced_types, unpriced_regions } = expectationOf(unknown, [
    build('bld-a', '11:00'),
  ]);
  expect([instances_usd, snapshots_usd_per_month]).toEqual([undefined, undefined]);
  expect([unpriced_types, unpriced_regions]).toEqual([['m7i.large', 'g5.xlarge'], ['eu-west-1']]);
});

test.each([
  ['m7i.large', 'us-east-1', 0.1008],
  ['m7i.2xlarge', 'us-west-2', 0.4032],
  ['t3.micro', 'us-east-1', 0.0104],
  ['g5.xlarge', 'us-east-2', 1.006],
  ['m7i.metal-24xl', 'us-east-1', undefined],
  ['m7i.large', 'eu-west-1', undefined],
  ['x9.large', 'us-east-1', undefined],
])('the price of %s in %s is %p', (type, region, price) => {
  const found = hourlyPrice(type, region);
  if (price === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(price, 6);
});

test('the setting instance_prices wins over the table', () => {
  expect(hourlyPrice('m7i.large', 'eu-west-1', { 'm7i.large': 0.11 })).toBe(0.11);
});
