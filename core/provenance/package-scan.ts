import { SpawnError } from '../errors';
import { findingsText } from '../model/findings';
import type { Comparison } from './scan-answers';
import { limitSeverities, type PackageScan, type Vulnerability, type VulnerabilityLimit } from '../model/vulnerability';

const mostKept = 10;
const mostTold = 3;

/** The record of a comparison, or of why there is none. */
export function packageScan(found: Comparison | string, now: Date, report?: PackageScan['report']): PackageScan {
  const scanned_at = now.toISOString();
  return typeof found === 'string'
    ? { scanned_at, unknown: found }
    : { scanned_at, findings: found.counts, worst: found.vulnerabilities.slice(0, mostKept), report };
}

/** `1 critical and 2 high findings in packages`, `no findings`, or `unknown: …`. */
export function scanText({ unknown, findings }: Pick<PackageScan, 'unknown' | 'findings'>): string {
  return findings ? findingsText(findings) : `unknown: ${unknown ?? ''}`;
}

/** `CVE-2024-2961 in glibc 2.34-52 (fixed in 2.34-53)`. */
export function vulnerabilityText({ id, package: name, installed, fixed }: Vulnerability): string {
  return `${id} in ${name} ${installed} (${fixed === undefined ? 'no fixed version yet' : `fixed in ${fixed}`})`;
}

/**
 * "What has vulnerabilities of that severity or a worse one is not published", those apart that the recipe lets pass by
 * id: VulnerabilitiesFound with the counts and the worst three. What could not be compared is not known to be free of
 * them: VulnerabilitiesUnknown. `none` publishes all.
 */
export function judgeComparison(found: Comparison | string, { fail_on, ignore }: VulnerabilityLimit): void {
  if (fail_on === 'none') return;
  if (typeof found === 'string') {
    throw new SpawnError(
      'VulnerabilitiesUnknown',
      `the packages of the image could not be compared with known vulnerabilities: ${found}. Build it again later, or let the recipe say \`vulnerabilities: { fail_on: none }\` to publish without knowing.`,
    );
  }
  const among = limitSeverities.slice(0, limitSeverities.indexOf(fail_on) + 1);
  const isIgnored = ({ id }: Vulnerability) => ignore.includes(id);
  const listed = found.vulnerabilities.filter(({ severity }) => among.some((each) => each === severity));
  const counts = { ...found.counts };
  for (const severity of among)
    counts[severity] -= listed.filter((each) => each.severity === severity && isIgnored(each)).length;
  if (among.every((severity) => counts[severity] === 0)) return;
  const worst = listed.filter((each) => !isIgnored(each)).slice(0, mostTold);
  const told = [
    findingsText(counts, among),
    ...(worst.length > 0 ? [worst.map(vulnerabilityText).join(', ')] : []),
  ].join(': ');
  throw new SpawnError(
    'VulnerabilitiesFound',
    `the image has ${told}. Update them in a provision script or take a newer base; the recipe lets single ones pass with \`vulnerabilities: { ignore: [ID] }\`.`,
    { counts, worst },
  );
}
