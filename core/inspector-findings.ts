import type { HealthLevel } from './image';

/** What Amazon Inspector counts on the instances launched from one image; `low` has all that is below medium, untriaged too. */
export interface FindingCounts {
  critical: number;
  high: number;
  medium: number;
  low: number;
  /** How many instances the findings are on: each counts its own. */
  instances: number;
}

/** What Inspector told of an image last. It stays when the instances are gone, since the image itself does not change. */
export interface InspectorFindings extends FindingCounts {
  /** When these counts were first seen. RFC 3339 in UTC. */
  seen_at: string;
}

const severities = ['critical', 'high', 'medium', 'low'] as const;

/** The counts of two answers for one image, such as of two accounts. */
export function addCounts(one: FindingCounts | undefined, other: FindingCounts): FindingCounts {
  if (!one) return other;
  return { critical: one.critical + other.critical, high: one.high + other.high, medium: one.medium + other.medium, low: one.low + other.low, instances: one.instances + other.instances };
}

/** Whether two looks found the same, on as many instances. */
export function isSameCounts(known: FindingCounts | undefined, found: FindingCounts): boolean {
  return known !== undefined && [...severities, 'instances' as const].every((member) => known[member] === found[member]);
}

/** `3 critical and 5 high findings on 2 instances`: the severities that there are, `no findings` without any. */
export function findingsText(counts: FindingCounts, among: readonly (typeof severities)[number][] = severities): string {
  const there = among.filter((severity) => counts[severity] > 0);
  if (there.length === 0) return 'no findings';
  const parts = there.map((severity) => `${counts[severity]} ${severity}`);
  const isOne = there.reduce((sum, severity) => sum + counts[severity], 0) === 1;
  const listed = [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
  return `${listed} ${isOne ? 'finding' : 'findings'} on ${counts.instances} ${counts.instances === 1 ? 'instance' : 'instances'}`;
}

/** "Deprecate AMIs with known vulnerabilities": whether there are findings of the policy's severity, or of a worse one. */
export function hasFindings(counts: FindingCounts | undefined, severity: 'critical' | 'high'): counts is FindingCounts {
  return counts !== undefined && (counts.critical > 0 || (severity === 'high' && counts.high > 0));
}

/** What findings say of an image's health: critical ones are critical, high ones a warning, all others nothing. */
export function findingsHealth(counts: FindingCounts | undefined): { level: HealthLevel; message: string } | undefined {
  if (!hasFindings(counts, 'high')) return undefined;
  const text = findingsText(counts, ['critical', 'high']);
  return { level: counts.critical > 0 ? 'critical' : 'warning', message: `Amazon Inspector has ${text} of it - rebuild recommended` };
}
