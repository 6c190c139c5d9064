import type { Health, HealthLevel, Image, TestResult } from '../model/image';
import { findingsHealth } from '../model/findings';
import { nameOfLocation, type Location } from '../model/location';
import { isGone } from './usability';

/** The findings about an image apart from its base. */
export interface ImageFindings {
  /** State of each snapshot by id, `gone` when EC2 does not know it; undefined when EC2 could not be read. */
  snapshots?: ReadonlyMap<string, string>;
  /** Locations where a copy is wanted and none can be launched. */
  missing_in: readonly Location[];
  end_of_life?: { level: 'warning' | 'critical'; message: string };
}

const order: readonly HealthLevel[] = ['healthy', 'unknown', 'warning', 'critical'];

/**
 * Judges the health of an image: the worst of its base, snapshots, tests, copies, the end of life of its base and
 * Amazon Inspector's findings, with every message. What could not be read makes it `unknown`, never `healthy`.
 */
export function judgeImage(image: Image, base: Health, findings: ImageFindings): Health {
  const results: { level: HealthLevel; message?: string }[] = [
    { level: base.level },
    ...snapshotFindings(image, findings.snapshots),
    ...lastTests(image.tests)
      .filter(({ verdict }) => verdict !== 'passed')
      .map(testFinding),
    ...findings.missing_in.map((location) => ({
      level: 'warning' as const,
      message: `copy missing in ${nameOfLocation(location)}`,
    })),
    ...(findings.end_of_life ? [findings.end_of_life] : []),
    ...[findingsHealth(image)].filter((finding) => finding !== undefined),
  ];
  const level = results.reduce(
    (worst, one) => (order.indexOf(one.level) > order.indexOf(worst) ? one.level : worst),
    'healthy' as HealthLevel,
  );
  return {
    level,
    messages: [...base.messages, ...results.flatMap(({ message }) => message ?? [])],
    checked_at: base.checked_at,
  };
}

/** Returns whether two health checks of an image have the same level and messages. */
export function isSameHealth(known: Health | undefined, found: Health): boolean {
  return known?.level === found.level && known.messages.join('\n') === found.messages.join('\n');
}

/**
 * Returns the regions where the copy of an original is missing: for the latest release all wanted regions without a
 * copy, for others the regions whose copy has vanished.
 */
export function missingRegions(
  image: Image,
  copies: readonly Image[],
  wanted: readonly string[],
  isLatest: boolean,
): string[] {
  if (image.replicated_from !== undefined) return [];
  const has = (region: string): boolean => copies.some((copy) => copy.region === region && !isGone(copy));
  const vanished = copies.filter(({ state }) => state === 'vanished').map(({ region }) => region);
  return [...new Set([...(isLatest ? wanted : []), ...vanished])]
    .filter((region) => region !== image.region && !has(region))
    .sort();
}

function snapshotFindings(
  { snapshots }: Image,
  seen: ImageFindings['snapshots'],
): { level: HealthLevel; message?: string }[] {
  if (seen === undefined)
    return snapshots.length === 0 ? [] : [{ level: 'unknown', message: 'its snapshots could not be read' }];
  return snapshots.flatMap(({ snapshot_id }): { level: HealthLevel; message?: string }[] => {
    const state = seen.get(snapshot_id) ?? 'gone';
    if (state === 'gone')
      return [{ level: 'critical', message: `snapshot ${snapshot_id} no longer exists: the image cannot be launched` }];
    return state === 'error'
      ? [{ level: 'critical', message: `snapshot ${snapshot_id} is in error: the image cannot be launched` }]
      : [];
  });
}

/** Returns the last test on each instance type. */
export function lastTests(tests: readonly TestResult[] = []): TestResult[] {
  const last = new Map<string, TestResult>();
  for (const test of tests) {
    const known = last.get(test.instance_type);
    if (!known || known.tested_at <= test.tested_at) last.set(test.instance_type, test);
  }
  return [...last.values()];
}

function testFinding({ instance_type, verdict, build_id }: TestResult): { level: HealthLevel; message: string } {
  return verdict === 'failed'
    ? { level: 'critical', message: `last test failed on ${instance_type} (${build_id})` }
    : { level: 'warning', message: `last test ended with an error on ${instance_type} (${build_id})` };
}
