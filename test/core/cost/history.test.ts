import type { CostReport, CostSum } from '../../../core/cost/estimate';
import { firstDay, nightCosts } from '../../../core/cost/history';

const now = new Date('2026-03-01T03:00:00.000Z');
const sum = (usd: number, more: Partial<CostSum> = {}): CostSum => ({
  images: 1,
  gib: usd * 20,
  usd,
  unpriced: 0,
  measured: true,
  ...more,
});
const report = (by_stack: CostReport['by_stack']): CostReport => ({
  images: [],
  by_stack,
  by_region: { 'us-east-1': sum(1.23456, { gib: 24.78 }) },
  total: sum(1.23456, { gib: 24.78 }),
});

test('a night keeps its sums in hundredths of a cent, and no image', () => {
  expect(nightCosts(report({ pytorch: sum(1.23456, { measured: false }) }), now)).toEqual({
    date: '2026-03-01',
    measured_at: now.toISOString(),
    total: sum(1.2346, { gib: 24.8 }),
    by_stack: { pytorch: sum(1.2346, { gib: 24.7, measured: false }) },
    by_region: { 'us-east-1': sum(1.2346, { gib: 24.8 }) },
  });
});

test('of more than a hundred stacks the most expensive are named, and the others are one sum', () => {
  const stacks = Object.fromEntries(
    Array.from({ length: 103 }, (_, index) => [`s${index}`, sum(index + 1, { measured: index > 0 })]),
  );
  const { by_stack, other_stacks } = nightCosts(report(stacks), now);
  expect([Object.keys(by_stack).length, by_stack.s102?.usd, by_stack.s2]).toEqual([100, 103, undefined]);
  expect(other_stacks).toEqual({ images: 3, gib: 120, usd: 6, unpriced: 0, measured: false });
});

test('the last days include today', () => {
  expect(firstDay(1, now)).toBe('2026-03-01');
  expect(firstDay(30, now)).toBe('2026-01-31');
});
