import { SpawnError } from '../errors';
import { findingsText } from '../model/findings';
import type { Comparison } from './scan-answers';
import { limitSeverities, type PackageScan, type Vulnerability, type VulnerabilityLimit } from '../model/vulnerability';

const mostKept = 10;
const mostListed = 3;

/** Returns the record of a package scan, or of why it failed. */
export function packageScan(found: Comparison | string, now: Date, report?: PackageScan['report']): PackageScan {
  const scanned_at = now.toISOString();
  return typeof found === 'string'
    ? { scanned_at, unknown: found }
    : { scanned_at, findings: found.counts, worst: found.vulnerabilities.slice(0, mostKept), report };
}

/** Returns `1 critical and 2 high findings in packages`, `no findings`, or `unknown: …`. */
export function scanText({ unknown, findings }: Pick<PackageScan, 'unknown' | 'findings'>): string {
  return findings ? findingsText(findings) : `unknown: ${unknown ?? ''}`;
}

/** Returns `CVE-2024-2961 in glibc 2.34-52 (fixed in 2.34-53)`. */
export function vulnerabilityText({ id, package: name, installed, fixed }: Vulnerability): string {
  return `${id} in ${name} ${installed} (${fixed === undefined ? 'no fixed version yet' : `fixed in ${fixed}`})`;
}

/**
 * Throws VulnerabilitiesFound, with the counts and the worst three, for vulnerabilities of the given severity or worse
 * that the recipe does not ignore: "What has vulnerabilities of that severity or a worse one is not published". Throws
 * VulnerabilitiesUnknown when the scan failed. `none` publishes everything.
 */
export function judgeComparison(found: Comparison | string, { fail_on, ignore }: VulnerabilityLimit): void {
  if (fail_on === 'none') return;
  if (typeof found === 'string') {
    throw new SpawnError(
      'VulnerabilitiesUnknown',
      `the packages of the image could not be scanned for known vulnerabilities: ${found}. Build it again later, or set \`vulnerabilities: { fail_on: none }\` in the recipe to publish it without the result.`,
    );
  }
  const among = limitSeverities.slice(0, limitSeverities.indexOf(fail_on) + 1);
  const isIgnored = ({ id }: Vulnerability) => ignore.includes(id);
  const listed = found.vulnerabilities.filter(({ severity }) => among.some((each) => each === severity));
  const counts = { ...found.counts };
  for (const severity of among)
    counts[severity] -= listed.filter((each) => each.severity === severity && isIgnored(each)).length;
  if (among.every((severity) => counts[severity] === 0)) return;
  const worst = listed.filter((each) => !isIgnored(each)).slice(0, mostListed);
  const summary = [
    findingsText(counts, among),
    ...(worst.length > 0 ? [worst.map(vulnerabilityText).join(', ')] : []),
  ].join(': ');
  throw new SpawnError(
    'VulnerabilitiesFound',
    `the image has ${summary}. Update the packages in a provision script or use a newer base; to accept single vulnerabilities, set \`vulnerabilities: { ignore: [ID] }\` in the recipe.`,
    { counts, worst },
  );
}
