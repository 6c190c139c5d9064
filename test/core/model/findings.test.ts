import * as fc from 'fast-check';
import { addCounts, findingsText, hasFindings, isSameCounts, worstFindings } from '../../../core/model/findings';
import type { FindingCounts } from '../../../core/model/vulnerability';

const counts = (more: Partial<FindingCounts> = {}): FindingCounts => ({
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  instances: 1,
  ...more,
});

test('findings are told by severity, the worst first, with how many instances they are on', () => {
  expect(findingsText(counts({ critical: 3, medium: 2, low: 40, instances: 2 }))).toBe(
    '3 critical, 2 medium and 40 low findings on 2 instances',
  );
  expect(findingsText(counts({ high: 5 }))).toBe('5 high findings on 1 instance');
  expect(findingsText(counts({ low: 1 }))).toBe('1 low finding on 1 instance');
  expect(findingsText(counts({ medium: 5 }), ['critical', 'high'])).toBe('no findings');
});

test('a severity takes the worse ones in, and nothing told is no findings of any', () => {
  expect([
    hasFindings(counts({ high: 1 }), 'high'),
    hasFindings(counts({ high: 1 }), 'critical'),
    hasFindings(counts({ critical: 1 }), 'high'),
    hasFindings(undefined, 'high'),
  ]).toEqual([true, false, true, false]);
});

test('what several accounts have on one image is added up', () => {
  expect(
    addCounts(addCounts(undefined, counts({ critical: 1, low: 2 })), counts({ critical: 2, high: 1, instances: 3 })),
  ).toEqual({ critical: 3, high: 1, medium: 0, low: 2, instances: 4 });
});

test('counts are the same when every severity and the instances are', () => {
  expect(isSameCounts(counts({ low: 1 }), counts({ low: 1 }))).toBe(true);
  expect([
    isSameCounts(undefined, counts()),
    isSameCounts(counts(), counts({ low: 1 })),
    isSameCounts(counts(), counts({ instances: 2 })),
  ]).toEqual([false, false, false]);
});

test('of what is seen on instances and what is known of the packages the worse counts, and neither hides the other', () => {
  const scan = (critical: number, high: number) => ({
    scanned_at: '2026-01-14T10:00:00Z',
    findings: { critical, high, medium: 0, low: 0 },
  });
  const seen = (critical: number, high: number) => ({ ...counts({ critical, high }), seen_at: '2026-01-14T10:00:00Z' });
  expect(findingsText(worstFindings({ findings: seen(0, 4), package_scan: scan(1, 0) })!)).toBe(
    '1 critical finding in packages',
  );
  expect(worstFindings({})).toBeUndefined();
  const few = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(few, few, few, few, fc.constantFrom('critical' as const, 'high' as const), (a, b, c, d, severity) => {
      const both = { findings: seen(a, b), package_scan: scan(c, d) };
      expect(hasFindings(worstFindings(both), severity)).toBe(
        hasFindings(both.findings, severity) || hasFindings(both.package_scan.findings, severity),
      );
    }),
  );
});
