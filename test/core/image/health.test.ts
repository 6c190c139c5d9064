import { endOfLifeFinding } from '../../../core/recipe/base-end-of-life';
import { judgeBaseHealth } from '../../../core/health/base';
import { isOutdated, judgeImage, missingRegions, withBaseJudged } from '../../../core/image/health';
import type { Image } from '../../../core/model/image';
import { daysAgo, image, now } from '../kit/images';

const healthy = { level: 'healthy' as const, messages: [], checked_at: now.toISOString() };
const snapshots = [{ snapshot_id: 'snap-1', device: '/dev/xvda', size_gb: 30, encrypted: false }];
const whole = { snapshots: new Map([['snap-1', 'completed']]), missing_in: [] };
const test_ = (verdict: 'passed' | 'failed' | 'error', days: number) => ({
  build_id: `bld-${days}`,
  instance_type: 'm7i.large',
  verdict,
  tested_at: daysAgo(days),
});

test('an image without a finding is as healthy as its base', () => {
  expect(judgeImage(image({ snapshots }), healthy, whole)).toEqual(healthy);
  expect(judgeImage(image({ snapshots }), { ...healthy, level: 'unknown', messages: ['why'] }, whole)).toMatchObject({
    level: 'unknown',
    messages: ['why'],
  });
});

test.each([
  ['gone', new Map(), 'critical', 'snapshot snap-1 no longer exists: the image cannot be launched'],
  ['in error', new Map([['snap-1', 'error']]), 'critical', 'snapshot snap-1 is in error: the image cannot be launched'],
  ['not seen', undefined, 'unknown', 'its snapshots could not be read'],
] as const)('a snapshot that is %s', (_, seen, level, message) => {
  expect(
    judgeImage(image({ snapshots }), healthy, { ...whole, snapshots: seen as Map<string, string> | undefined }),
  ).toMatchObject({ level, messages: [message] });
});

test('the last test on each type counts: failed is critical, one that could not be done a warning', () => {
  const of = (...tests: ReturnType<typeof test_>[]) => judgeImage(image({ tests }), healthy, whole);
  expect(of(test_('failed', 3), test_('passed', 1)).level).toBe('healthy');
  expect(of(test_('passed', 3), test_('failed', 1))).toMatchObject({
    level: 'critical',
    messages: ['last test failed on m7i.large (bld-1)'],
  });
  expect(of(test_('error', 1)).level).toBe('warning');
});

test('packages that could not be compared with known vulnerabilities are unknown, and findings come before that', () => {
  const package_scan = { scanned_at: now.toISOString(), unknown: 'nobody answered' };
  expect(judgeImage(image({ package_scan }), healthy, whole)).toMatchObject({
    level: 'unknown',
    messages: ['its packages could not be scanned for known vulnerabilities: nobody answered'],
  });
  expect(
    judgeImage(
      image({ package_scan: { scanned_at: now.toISOString(), findings: { critical: 0, high: 2, medium: 0, low: 0 } } }),
      healthy,
      whole,
    ),
  ).toMatchObject({
    level: 'warning',
    messages: ['Amazon Inspector reports 2 high findings in packages of it - rebuild recommended'],
  });
  expect(
    judgeImage(
      image({
        package_scan,
        findings: { critical: 1, high: 0, medium: 0, low: 0, instances: 1, seen_at: now.toISOString() },
      }),
      healthy,
      whole,
    ).level,
  ).toBe('critical');
});

test('critical findings of Amazon Inspector are critical, high ones a warning, and others say nothing', () => {
  const of = (critical: number, high: number) =>
    judgeImage(
      image({ findings: { critical, high, medium: 7, low: 9, instances: 2, seen_at: now.toISOString() } }),
      healthy,
      whole,
    );
  expect(of(3, 5)).toMatchObject({
    level: 'critical',
    messages: ['Amazon Inspector reports 3 critical and 5 high findings on 2 instances of it - rebuild recommended'],
  });
  expect(of(0, 1)).toMatchObject({
    level: 'warning',
    messages: ['Amazon Inspector reports 1 high finding on 2 instances of it - rebuild recommended'],
  });
  expect(of(0, 0)).toEqual(healthy);
});

test('the worst finding decides, and all are told', () => {
  const found = judgeImage(
    image({ tests: [test_('failed', 1)] }),
    { ...healthy, level: 'warning', messages: ['old'] },
    { ...whole, missing_in: ['eu-west-1', { account: '222233334444', region: 'eu-west-1' }] },
  );
  expect(found).toMatchObject({
    level: 'critical',
    messages: [
      'old',
      'last test failed on m7i.large (bld-1)',
      'copy missing in eu-west-1',
      'copy missing in eu-west-1 of account 222233334444',
    ],
  });
});

test('of the latest release all wanted regions are looked at, of others those whose copy has vanished', () => {
  const copy = (region: string, state: 'available' | 'vanished' = 'available') =>
    image({ ami_id: `ami-${region}`, region, state, replicated_from: 'ami-1' });
  expect(missingRegions(image(), [copy('eu-west-1')], ['eu-west-1', 'us-west-2', 'us-east-1'], true)).toEqual([
    'us-west-2',
  ]);
  expect(missingRegions(image(), [], ['eu-west-1'], false)).toEqual([]);
  expect(missingRegions(image(), [copy('eu-west-1', 'vanished')], [], false)).toEqual(['eu-west-1']);
  expect(missingRegions(image(), [copy('eu-west-1', 'vanished'), copy('eu-west-1')], [], false)).toEqual([]);
  expect(missingRegions(copy('eu-west-1'), [], ['us-west-2'], true)).toEqual([]);
});

test.each([
  ['2029-03-30T12:00:00Z', undefined],
  ['2029-04-05T12:00:00Z', ['warning', 'base al2023 is maintained until 2029-06-30 only (86d) - move to a newer base']],
  [
    '2029-07-01T00:00:00Z',
    ['critical', 'base al2023 has been without maintenance since 2029-06-30 - move to a newer base'],
  ],
])('the end of life of a base is told three months ahead: at %s', (time, expected) => {
  const found = endOfLifeFinding({ base_os: 'al2023' }, undefined, new Date(time));
  expect(found && [found.level, found.message]).toEqual(expected);
});

test('a recipe’s own date comes first, and a base whose date nobody knows says nothing', () => {
  expect(endOfLifeFinding({ base_os: 'al2023' }, '2026-01-31', now)?.level).toBe('warning');
  expect(endOfLifeFinding({ base_os: 'rocky' }, undefined, now)).toBeUndefined();
});

const newer = { base_ami: 'ami-old123', current_ami: 'ami-xyz789' };

test('the base of a usable image is compared again once its recorded health is older than a day', () => {
  const checked = (days: number, changes: Partial<Image> = {}) =>
    isOutdated(image({ health: { ...healthy, checked_at: daysAgo(days) }, ...changes }), now);
  expect([checked(0.9), checked(1.1), checked(0, { health: undefined })]).toEqual([false, true, true]);
  for (const changes of [{ deprecated: true }, { state: 'pending' as const }, { account: '222233334444' }])
    expect(checked(2, changes)).toBe(false);
});

test('a base that is judged again replaces what was known of it, and leaves everything else that is known', () => {
  const known = {
    ...judgeBaseHealth({ ...newer, base_created: daysAgo(95) }, now),
    messages: [...judgeBaseHealth({ ...newer, base_created: daysAgo(95) }, now).messages, 'copy missing in eu-west-1'],
  };
  const current = judgeBaseHealth({ base_ami: 'ami-a', current_ami: 'ami-a' }, now);
  expect(withBaseJudged(known, current)).toMatchObject({ messages: ['copy missing in eu-west-1'], level: 'critical' });
  expect(withBaseJudged({ ...known, messages: known.messages.slice(0, 1) }, current)).toEqual(current);
  expect(withBaseJudged(undefined, current)).toEqual(current);
});

test.each([
  judgeBaseHealth({ ...newer, base_created: daysAgo(95) }, now),
  judgeBaseHealth({ ...newer, base_created: daysAgo(5) }, now),
  judgeBaseHealth({ ...newer, base_gone: true }, now),
  judgeBaseHealth({ base_ami: 'ami-a', base_gone: true, owner_known: true }, now),
  judgeBaseHealth({ base_ami: 'ami-a' }, now),
  judgeBaseHealth(newer, now),
  judgeBaseHealth({}, now),
])('every message about a base is replaced: %j', (known) => {
  expect(withBaseJudged(known, healthy)).toEqual(healthy);
});
