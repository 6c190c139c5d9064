import { pluralize } from '../lib/pluralize';
import type { HealthLevel, Image } from './image';
import type { FindingCounts, SeverityCounts } from './vulnerability';

const severities = ['critical', 'high', 'medium', 'low'] as const;

/** The counts of two answers for one image, such as of two accounts. */
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

/** Whether two looks found the same, on as many instances. */
export function isSameCounts(known: FindingCounts | undefined, found: FindingCounts): boolean {
  return (
    known !== undefined && [...severities, 'instances' as const].every((member) => known[member] === found[member])
  );
}

/** Findings of instances, or of packages where no instances are named. */
type Findings = SeverityCounts & { instances?: number };

/**
 * `3 critical and 5 high findings on 2 instances` or `… in packages`: the severities that there are, `no findings`
 * without any.
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
 * "Deprecate AMIs with known vulnerabilities": whether there are findings of the policy's severity, or of a worse one.
 */
export function hasFindings<Counts extends SeverityCounts>(
  counts: Counts | undefined,
  severity: 'critical' | 'high',
): counts is Counts {
  return counts !== undefined && (counts.critical > 0 || (severity === 'high' && counts.high > 0));
}

/**
 * The findings by which an image is judged. What was seen on its instances and what is known of its packages are kept
 * side by side: the one knows what runs, the other needs nothing that runs, and neither may hide what the other has
 * found. The worse of the two counts.
 */
export function worstFindings({
  findings,
  package_scan,
}: Pick<Image, 'findings' | 'package_scan'>): Findings | undefined {
  return [findings, package_scan?.findings].filter((each) => each !== undefined).sort(worstFirst)[0];
}

/** Orders findings from the worst: by critical ones, then by high ones. */
export function worstFirst(left: SeverityCounts, right: SeverityCounts): number {
  return right.critical - left.critical || right.high - left.high;
}

/**
 * What findings say of an image's health: critical ones are critical, high ones a warning, all others nothing. A
 * comparison of its packages that failed is unknown.
 */
export function findingsHealth(
  image: Pick<Image, 'findings' | 'package_scan'>,
): { level: HealthLevel; message: string } | undefined {
  const counts = worstFindings(image);
  if (hasFindings(counts, 'high')) {
    return {
      level: counts.critical > 0 ? 'critical' : 'warning',
      message: `Amazon Inspector has ${findingsText(counts, ['critical', 'high'])} of it - rebuild recommended`,
    };
  }
  const { unknown } = image.package_scan ?? {};
  return unknown === undefined
    ? undefined
    : { level: 'unknown', message: `its packages could not be compared with known vulnerabilities: ${unknown}` };
}
