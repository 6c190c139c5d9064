import * as z from 'zod';
import {
  vulnerabilitySeverities,
  type Vulnerability,
  type VulnerabilitySeverity,
  type SeverityCounts,
} from '../model/vulnerability';

/** The result of scanning a bill of materials: each vulnerability once, the worst first. */
export interface Comparison {
  counts: SeverityCounts;
  vulnerabilities: Vulnerability[];
}

const property = z.object({ name: z.string(), value: z.string() });
const answerSchema = z.object({
  metadata: z.object({ properties: z.array(property) }),
  components: z.array(
    z.object({
      'bom-ref': z.string(),
      name: z.string().optional(),
      version: z.string().optional(),
      purl: z.string().optional(),
      properties: z.array(property).optional(),
    }),
  ),
  vulnerabilities: z
    .array(
      z.object({
        id: z.string(),
        affects: z.array(z.object({ ref: z.string() })),
        ratings: z
          .array(z.object({ severity: z.string().optional(), source: z.object({ name: z.string() }).optional() }))
          .optional(),
        properties: z.array(property).optional(),
      }),
    )
    .optional(),
});
type Answer = z.output<typeof answerSchema>;

const scanner = 'amazon:inspector:sbom_scanner';
// The first source with a rating is used, in this order. The sums are then those of Inspector's own answers.
const judges = ['NVD', 'MITRE', 'GITHUB', 'GITLAB', 'AMAZON_INSPECTOR'];
const skipped = 'Component skipped: no rules found.';

/**
 * Parses Amazon Inspector's answers to the bills of one image (CycloneDX 1.5). Returns a sentence instead when they
 * have another form, or none of the system's own packages was scanned, because Inspector does not know the system.
 */
export function readAnswers(answers: readonly unknown[]): Comparison | string {
  const read = answers.map((answer) => answerSchema.safeParse(answer));
  const failed = read.find(({ success }) => !success);
  if (failed) return `the answer of Amazon Inspector cannot be read: ${z.prettifyError(failed.error!).slice(0, 200)}`;
  const known = read.map(({ data }) => data!);
  if (!known.some(isSystemKnown))
    return 'Amazon Inspector does not support this system: it scanned none of its packages';
  const found = new Map<string, Vulnerability>();
  for (const vulnerability of known.flatMap(vulnerabilitiesOf)) {
    const before = found.get(vulnerability.id);
    if (!before || rank(vulnerability) < rank(before)) found.set(vulnerability.id, vulnerability);
  }
  const vulnerabilities = [...found.values()].sort(
    (left, right) =>
      rank(left) - rank(right) ||
      Number(left.fixed === undefined) - Number(right.fixed === undefined) ||
      (left.id < right.id ? -1 : 1),
  );
  return { vulnerabilities, counts: countsOf(vulnerabilities, known) };
}

const rank = ({ severity }: Vulnerability): number => vulnerabilitySeverities.indexOf(severity);

function isSystemKnown({ components, vulnerabilities = [] }: Answer): boolean {
  const affected = new Set(vulnerabilities.flatMap(({ affects }) => affects.map(({ ref }) => ref)));
  const ofSystem = components.filter(({ purl }) => purl !== undefined && /^pkg:(rpm|deb)\//.test(purl));
  return ofSystem.some(
    (each) =>
      affected.has(each['bom-ref']) ||
      (each.properties ?? []).some(({ name, value }) => name === `${scanner}:info` && value !== skipped),
  );
}

function vulnerabilitiesOf({ components, vulnerabilities = [] }: Answer): Vulnerability[] {
  const byRef = new Map(components.map((component) => [component['bom-ref'], component]));
  return vulnerabilities.map(({ id, affects, ratings = [], properties = [] }) => {
    const rating = judges.flatMap((judge) => ratings.filter(({ source }) => source?.name === judge))[0];
    const severity = vulnerabilitySeverities.find((each) => each === rating?.severity) ?? 'other';
    const ref = affects[0]?.ref ?? '';
    const { name = ref, version = '' } = byRef.get(ref) ?? {};
    const fixed = properties.find((each) => each.name === `${scanner}:fixed_version:${ref}`)?.value;
    return {
      id,
      severity,
      package: name,
      installed: decoded(version),
      ...(fixed !== undefined && fixed !== '' && { fixed }),
    };
  });
}

/** Inspector returns versions as they are in package URLs. */
function decoded(version: string): string {
  try {
    return decodeURIComponent(version);
  } catch {
    return version;
  }
}

/**
 * Returns the counts by severity, each vulnerability once. Uses Inspector's own count of an answer if it is higher, so
 * that no finding is lost.
 */
function countsOf(vulnerabilities: readonly Vulnerability[], answers: readonly Answer[]): SeverityCounts {
  const count = (severity: VulnerabilitySeverity): number => {
    const reported = answers.map(({ metadata }) =>
      Number(metadata.properties.find(({ name }) => name === `${scanner}:${severity}_vulnerabilities`)?.value ?? 0),
    );
    return Math.max(
      vulnerabilities.filter((each) => each.severity === severity).length,
      ...reported.filter(Number.isFinite),
    );
  };
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low') + count('other'),
  };
}
