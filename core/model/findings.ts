import { pluralize } from '../lib/pluralize';
import type { HealthLevel, Image } from './image';
import type { FindingCounts, SeverityCounts } from './vulnerability';

const severities = ['critical', 'high', 'medium', 'low'] as const;

/** Adds the counts of two answers for one image, for example from two accounts. */
export function addCounts(one: FindingCounts | undefined, other: FindingCounts): FindingCounts {
  if (!one) return other;
  return {
    critical: one.critical + other.critical,
    high: one.high + other.high,
    medium: one.medium + other.medium,
    low: one.low + other.low,
    instances: one.instances + other.instances,
  };
}

/** Returns whether two answers have the same findings on as many instances. */
export function isSameCounts(known: FindingCounts | undefined, found: FindingCounts): boolean {
  return (
    known !== undefined && [...severities, 'instances' as const].every((member) => known[member] === found[member])
  );
}

/** Findings on instances, or in packages when `instances` is absent. */
type Findings = SeverityCounts & { instances?: number };

/**
 * Returns `3 critical and 5 high findings on 2 instances` or `… in packages`, with the severities that occur; `no
 * findings` without any.
 */
export function findingsText(counts: Findings, among: readonly (typeof severities)[number][] = severities): string {
  const there = among.filter((severity) => counts[severity] > 0);
  if (there.length === 0) return 'no findings';
  const parts = there.map((severity) => `${counts[severity]} ${severity}`);
  const isOne = there.reduce((sum, severity) => sum + counts[severity], 0) === 1;
  const listed = [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
  const where = counts.instances === undefined ? 'in packages' : `on ${pluralize(counts.instances, 'instance')}`;
  return `${listed} ${isOne ? 'finding' : 'findings'} ${where}`;
}

/**
 * Returns whether there are findings of the policy's severity or a worse one: "Deprecate AMIs with known
 * vulnerabilities".
 */
export function hasFindings<Counts extends SeverityCounts>(
  counts: Counts | undefined,
  severity: 'critical' | 'high',
): counts is Counts {
  return counts !== undefined && (counts.critical > 0 || (severity === 'high' && counts.high > 0));
}

/**
 * Returns the findings by which an image is judged: the worse of those on its instances and those in its packages. The
 * first needs running instances, the second does not, and neither may hide what the other has found.
 */
export function worstFindings({
  findings,
  package_scan,
}: Pick<Image, 'findings' | 'package_scan'>): Findings | undefined {
  return [findings, package_scan?.findings].filter((each) => each !== undefined).sort(worstFirst)[0];
}

/** Sorts findings from the worst: by critical ones, then by high ones. */
export function worstFirst(left: SeverityCounts, right: SeverityCounts): number {
  return right.critical - left.critical || right.high - left.high;
}

/**
 * Returns the health of an image by its findings: critical findings are critical, high ones a warning, all others
 * nothing. A failed package scan is unknown.
 */
export function findingsHealth(
  image: Pick<Image, 'findings' | 'package_scan'>,
): { level: HealthLevel; message: string } | undefined {
  const counts = worstFindings(image);
  if (hasFindings(counts, 'high')) {
    return {
      level: counts.critical > 0 ? 'critical' : 'warning',
      message: `Amazon Inspector reports ${findingsText(counts, ['critical', 'high'])} of it - rebuild recommended`,
    };
  }
  const { unknown } = image.package_scan ?? {};
  return unknown === undefined
    ? undefined
    : { level: 'unknown', message: `its packages could not be scanned for known vulnerabilities: ${unknown}` };
}
