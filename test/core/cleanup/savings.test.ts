import type { CleanupEntry } from '../../../core/cleanup/request';
import { regionOf } from '../../../core/cleanup/run';
import { measuredSizes, pricePlan, savedBy, savingsByStack, unmeasuredOf } from '../../../core/cleanup/savings';
import { ec2Image } from '../kit/images';

const entry = (
  id: string,
  decision: CleanupEntry['decision'],
  snapshots: string[],
  more: Partial<CleanupEntry> = {},
): CleanupEntry => ({
  kind: 'image',
  id,
  region: 'us-east-1',
  name: id,
  creation_date: '2026-01-01T00:00:00Z',
  size_gb: 8,
  decision,
  reasons: [],
  codes: [],
  unmanaged: false,
  snapshots,
  ...more,
});
const image = (image_id: string, snapshots: string[], state: 'available' | 'deregistered' = 'available') =>
  ec2Image({
    image_id,
    state,
    block_devices: snapshots.map((snapshot_id) => ({ device: '/dev/xvda', snapshot_id, size_gb: 8, encrypted: false })),
  });
const costs = (entries: CleanupEntry[], images: ReturnType<typeof image>[], sizes = new Map<string, number>()) =>
  pricePlan(entries, { images, sizes, prices: { 'us-east-1': 0.05 } }).map(({ monthly_cost_usd }) => monthly_cost_usd);

test('a snapshot that an image which stays uses too saves nothing', () => {
  const images = [image('a', ['s', 'own']), image('b', ['s'])];
  expect(costs([entry('a', 'remove', ['s', 'own'])], images)).toEqual([0.4]);
  expect(costs([entry('a', 'remove', ['s', 'own']), entry('b', 'keep', ['s'])], images)).toEqual([0.4, 0.4]);
});

test('a snapshot of several images that go is saved once', () => {
  expect(
    costs([entry('a', 'remove', ['s']), entry('b', 'remove', ['s'])], [image('a', ['s']), image('b', ['s'])]),
  ).toEqual([0.4, 0]);
  expect(costs([entry('a', 'remove', ['s'])], [image('a', ['s']), image('b', ['s'], 'deregistered')])).toEqual([0.4]);
});

test('what EC2 measured counts before the size of the volume; where there is no price nothing is said', () => {
  const sizes = measuredSizes([
    { snapshots: [{ snapshot_id: 's', full_size_bytes: 2 * 2 ** 30 }, { snapshot_id: 'never' }] },
  ]);
  expect(costs([entry('a', 'remove', ['s', 'never'])], [image('a', ['s', 'never'])], sizes)).toEqual([0.5]);
  expect(costs([entry('s', 'remove', ['s'], { kind: 'snapshot' })], [], sizes)).toEqual([0.1]);
  expect(costs([entry('a', 'remove', ['s'], { region: 'eu-nowhere-1' })], [image('a', ['s'])])).toEqual([undefined]);
});

test('what goes says what each of its snapshots costs, by the volume of the image while EC2 has not measured it', () => {
  const large = ec2Image({
    image_id: 'a',
    block_devices: [{ device: '/dev/xvda', snapshot_id: 'large', size_gb: 100, encrypted: false }],
  });
  const plan = (region: string) =>
    pricePlan([entry('a', 'remove', ['large', 'gone'], { region })], {
      images: [large],
      sizes: new Map(),
      prices: { 'us-east-1': 0.05 },
    }).map(({ monthly_cost_usd: usd, snapshot_costs }) => [usd, snapshot_costs]);
  expect(plan('us-east-1')).toEqual([[5.4, { large: 5, gone: 0.4 }]]);
  expect(plan('eu-nowhere-1')).toEqual([[undefined, {}]]);
});

test('a saving is an upper estimate while EC2 has not measured one of the snapshots that go', () => {
  const images = [image('a', ['s', 't']), image('b', ['u'])];
  const entries = [entry('a', 'remove', ['s', 't']), entry('b', 'keep', ['u'])];
  const planned = (...ids: string[]) =>
    pricePlan(entries, { images, sizes: new Map(ids.map((id) => [id, 2 ** 30])), prices: { 'us-east-1': 0.05 } });
  expect(planned('s').map(({ measured }) => measured)).toEqual([false, false]);
  expect(planned('s', 't').map(({ measured }) => measured)).toEqual([true, false]);
  expect([regionOf('us-east-1', planned('s')).measured, regionOf('us-east-1', planned('s', 't')).measured]).toEqual([
    false,
    true,
  ]);
  expect(unmeasuredOf(entries, new Map([['s', 1]]))).toEqual(['t']);
});

test('a removal saves what the snapshots that went with it cost', () => {
  expect(savedBy([], { s: 0.4 })).toBe(0);
  expect(savedBy(['s'], { s: 0.4, other: 1 })).toBe(0.4);
  expect(savedBy(['s'], undefined)).toBeUndefined();
});

test('what goes is summed by stack: what is not measured or has no price is said, and what stays is left out', () => {
  const plan = [
    entry('a', 'remove', [], { stack: 'tool', monthly_cost_usd: 0.4, measured: true }),
    entry('b', 'remove', [], { stack: 'tool', monthly_cost_usd: 0.2, measured: false }),
    entry('c', 'keep', [], { stack: 'tool', monthly_cost_usd: 9, measured: true }),
    entry('s', 'remove', [], { kind: 'snapshot' }),
  ];
  expect(savingsByStack(plan)).toEqual({
    tool: { remove: 2, unpriced: 0, monthly_saving_usd: 0.6, measured: false },
    '': { remove: 1, unpriced: 1, monthly_saving_usd: 0, measured: false },
  });
  expect(savingsByStack(plan.slice(0, 1))).toMatchObject({ tool: { measured: true } });
});
