import type { Health, HealthLevel, Image, TestResult } from '../model/image';
import { findingsHealth } from '../model/findings';
import { nameOfLocation, type Location } from '../model/location';
import { isGone, isUsable } from './usability';

/** The findings about an image apart from its base. */
export interface ImageFindings {
  /** State of each snapshot by id, `gone` when EC2 does not know it; undefined when EC2 could not be read. */
  snapshots?: ReadonlyMap<string, string>;
  /** Locations where a copy is wanted and none can be launched. */
  missing_in: readonly Location[];
  end_of_life?: { level: 'warning' | 'critical'; message: string };
  /** An image that it was built on is revoked or deprecated. */
  parent?: { level: 'warning' | 'critical'; message: string };
}

const order: readonly HealthLevel[] = ['healthy', 'unknown', 'warning', 'critical'];
const day = 86_400_000;
const outOfDate = /^(newer base AMI available|base AMI no longer exists|(earlier )?parent image )/;
const aboutBase = /^(newer base AMI|base AMI|current base AMI) /;

const worstLevel = (levels: readonly HealthLevel[]): HealthLevel =>
  order[Math.max(0, ...levels.map((level) => order.indexOf(level)))]!;

/**
 * Judges the health of an image: the worst of its base, snapshots, tests, copies, the end of life of its base, its
 * parent images and Amazon Inspector's findings, with every message. What could not be read makes it `unknown`, never
 * `healthy`.
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
    ...(findings.parent ? [findings.parent] : []),
    ...[findingsHealth(image)].filter((finding) => finding !== undefined),
  ];
  return {
    level: worstLevel(results.map(({ level }) => level)),
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

/**
 * Returns whether an image is out of date by its recorded health: its base has a newer version or no longer exists, or
 * an image that it was built on is deprecated or revoked. False while no health is recorded.
 */
export function isOutOfDate({ health }: Pick<Image, 'health'>): boolean {
  return health?.messages.some((message) => outOfDate.test(message)) === true;
}

/** Returns whether an image has a health: it is published, available, and neither deprecated nor revoked. */
export function hasHealth(image: Image): boolean {
  return image.account === undefined && isUsable(image);
}

/** Returns whether the base of an image is to be compared again: no health is recorded, or one older than a day. */
export function isOutdated(image: Image, now: Date): boolean {
  return hasHealth(image) && !(now.getTime() - Date.parse(image.health?.checked_at ?? '') <= day);
}

/**
 * Returns a recorded health with its base judged again. What the record says apart from the base stays, and so does the
 * level unless that of the base is worse.
 */
export function withBaseJudged(known: Health | undefined, base: Health): Health {
  const others = (known?.messages ?? []).filter((message) => !aboutBase.test(message));
  const levels = others.length > 0 && known ? [base.level, known.level] : [base.level];
  return { level: worstLevel(levels), messages: [...base.messages, ...others], checked_at: base.checked_at };
}
