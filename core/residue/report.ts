import * as z from 'zod';
import { SpawnError } from '../errors';
import { notDownloaded } from '../scripts/exit-codes';
import { isSecretItem, residueItems, type ResidueItem } from './items';
import { isWaivedBy, waiverText, type ResidueWaiver } from './waiver';

const finding = z.object({ file: z.string(), line: z.int().positive().optional(), rule: z.string() });

/** The report of the search for residue. What could not be searched is `unknown`, never `clean`. */
const residueReport = z.object({
  /** Exit code of the cleanup script, or `notDownloaded`. */
  cleanup_exit_code: z.int(),
  items: z.array(
    z.object({
      name: z.enum(residueItems),
      status: z.enum(['clean', 'found', 'unknown']),
      findings: z.array(finding),
      /** Findings beyond those that are listed. */
      more: z.int().nonnegative().default(0),
      /** Why the item is unknown. */
      reason: z.string().optional(),
    }),
  ),
});

export type ResidueReport = z.output<typeof residueReport>;

/** One finding: its file and rule. It never contains the text that was found. */
export interface ResidueFinding {
  item: ResidueItem;
  file: string;
  line?: number;
  rule: string;
}

export interface SortedResidue {
  /** Keys, credentials, tokens and secret values, which no image may contain. */
  secrets: ResidueFinding[];
  /** State of the instance that was searched, such as host keys and the machine id. */
  instance: ResidueFinding[];
  /** Items that were not searched, or not completely, and why. */
  unknown: { item: ResidueItem; reason: string }[];
  /** Waivers that covered a finding, as text. */
  waived: string[];
}

/** Parses a residue report. Throws ResidueUnknown when there is none or it cannot be read. */
export function readResidue(text: string | undefined): ResidueReport {
  if (text === undefined) {
    throw new SpawnError(
      'ResidueUnknown',
      'the builder wrote no residue report: it is unknown what it still contains. Read the log of the build.',
    );
  }
  try {
    return residueReport.parse(JSON.parse(text));
  } catch {
    const message =
      'the residue report of the builder cannot be read: it is unknown what it still contains. Read the log of the build.';
    throw new SpawnError('ResidueUnknown', message, { report: text.slice(0, 500) });
  }
}

/**
 * Sorts the findings of a report into secrets and state of the instance, without those that are waived. An item that
 * is missing, unknown or longer than its list is unknown; only a waiver by the item's name covers that.
 */
export function sortResidue(report: ResidueReport, waivers: readonly ResidueWaiver[]): SortedResidue {
  const used = new Set<ResidueWaiver>();
  const isWaived = (one: ResidueFinding): boolean => {
    const waiver = waivers.find((candidate) => isWaivedBy(candidate, one));
    if (waiver !== undefined) used.add(waiver);
    return waiver !== undefined;
  };
  const found = report.items
    .flatMap(({ name, findings }) => findings.map((one): ResidueFinding => ({ item: name, ...one })))
    .filter((one) => !isWaived(one));
  const unknown = residueItems.flatMap((item) => {
    const reason = unknownReason(report, item);
    if (reason === undefined) return [];
    if (!waivers.includes(item)) return [{ item, reason }];
    used.add(item);
    return [];
  });
  return {
    secrets: found.filter(({ item }) => isSecretItem(item)),
    instance: found.filter(({ item }) => !isSecretItem(item)),
    unknown,
    waived: waivers.filter((waiver) => used.has(waiver)).map(waiverText),
  };
}

/** Returns findings as one line of text, at most three of each item: `host-keys: /etc/ssh/k (host-key) and 2 more`. */
export function residueText(findings: readonly ResidueFinding[]): string {
  const items = [...new Set(findings.map(({ item }) => item))];
  const textsOf = (item: ResidueItem): string[] => findings.filter((one) => one.item === item).map(findingText);
  return items.map((item) => `${item}: ${shortList(textsOf(item))}`).join('; ');
}

/**
 * Judges a builder's residue report. Returns the report and the waivers that covered a finding. Throws ResidueFound
 * with the list of findings that are not waived, ScriptFailed when the cleanup script failed, and ResidueUnknown when
 * there is no report, it is truncated, or an item is missing or unknown: "could not tell" is a failure.
 */
export function judgeResidue(
  text: string | undefined,
  waivers: readonly ResidueWaiver[],
): { report: ResidueReport; waived: string[] } {
  const report = readResidue(text);
  if (report.cleanup_exit_code !== 0) {
    const code = report.cleanup_exit_code;
    const why = code === notDownloaded ? 'could not be downloaded by the builder' : `ended with exit code ${code}`;
    const message = `the cleanup script ${why}: read the log of the build.`;
    throw new SpawnError('ScriptFailed', message, { script: 'cleanup', exit_code: code });
  }
  const { secrets, instance, unknown, waived } = sortResidue(report, waivers);
  const found = [...secrets, ...instance];
  if (found.length > 0) {
    const advice = 'remove it in the cleanup script, or waive it in the recipe by item or by path.';
    const message = `the builder still contains ${residueText(found)}: ${advice}`;
    throw new SpawnError('ResidueFound', message, { residue: found.slice(0, 100) });
  }
  const [first] = unknown;
  if (first !== undefined) {
    const names = unknown.map(({ item }) => item);
    const advice = 'correct that, or waive it in the recipe by item.';
    const message = `the builder could not be searched for ${names.join(', ')} (${first.reason}): ${advice}`;
    throw new SpawnError('ResidueUnknown', message, { unknown: names });
  }
  return { report, waived };
}

function unknownReason(report: ResidueReport, name: ResidueItem): string | undefined {
  const items = report.items.filter((item) => item.name === name);
  if (items.length === 0) return 'the report does not contain it';
  const unknown = items.find(({ status }) => status === 'unknown');
  if (unknown !== undefined) return unknown.reason ?? 'no reason given';
  const isCut = ({ status, more, findings }: ResidueReport['items'][number]): boolean =>
    more > 0 || (status === 'found' && findings.length === 0);
  const unlisted = items.find(isCut);
  return unlisted && `${unlisted.more} more findings are not listed`;
}

const findingText = ({ file, line, rule }: ResidueFinding): string =>
  `${file}${line === undefined ? '' : `:${line}`} (${rule})`;

function shortList(texts: readonly string[]): string {
  const rest = texts.length - 3;
  return texts.slice(0, 3).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
