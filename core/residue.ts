import * as z from 'zod';
import { SpawnError } from './errors';
import { residueItems } from './residue-items';

/** The report that the last script of a builder writes. An item that could not be looked at is `unknown`, never `clean`. */
const residueReport = z.object({
  /** Of the cleanup script; 250 when it could not be fetched. */
  cleanup_exit_code: z.int(),
  items: z.array(z.object({ name: z.enum(residueItems), status: z.enum(['clean', 'found', 'unknown']), details: z.array(z.string()) })),
});

export type ResidueReport = z.output<typeof residueReport>;

/**
 * Judges the text of a residue report. Whatever was found, unless it is waived by name, is ResidueFound with the list.
 * "Could not tell" is a failure: no report, one that is cut off, an item that is missing or unknown, is ResidueUnknown.
 * A cleanup script that failed is ScriptFailed. Gives the report, and the items that only a waiver let pass.
 */
export function judgeResidue(text: string | undefined, waivers: readonly string[]): { report: ResidueReport; waived: string[] } {
  const report = readReport(text);
  if (report.cleanup_exit_code !== 0) {
    const why = report.cleanup_exit_code === 250 ? 'could not be fetched by the builder' : `ended with exit code ${report.cleanup_exit_code}`;
    throw new SpawnError('ScriptFailed', `the cleanup script ${why}: see the log of the build.`, { script: 'cleanup', exit_code: report.cleanup_exit_code });
  }
  const isWaived = (name: string) => waivers.includes(name);
  const found = report.items.filter(({ name, status }) => status === 'found' && !isWaived(name));
  if (found.length > 0) {
    const list = found.map(({ name, details }) => `${name} (${shortList(details)})`).join('; ');
    throw new SpawnError('ResidueFound', `the builder still holds ${list}: remove it in the cleanup script, or waive it in the recipe by name.`, { residue: found });
  }
  const unknown = residueItems.filter((name) => !isWaived(name) && isUnknown(report, name));
  if (unknown.length > 0) {
    const reason = report.items.find(({ name }) => name === unknown[0])?.details[0];
    throw new SpawnError(
      'ResidueUnknown',
      `the builder could not be searched for ${unknown.join(', ')}${reason ? ` (${reason})` : ''}: install what the search needs (bash, grep, find), or waive it by name.`,
      { unknown },
    );
  }
  return { report, waived: report.items.filter(({ name, status }) => status !== 'clean' && isWaived(name)).map(({ name }) => name) };
}

function readReport(text: string | undefined): ResidueReport {
  if (text === undefined) throw new SpawnError('ResidueUnknown', 'the builder wrote no residue report: what it still holds is not known.');
  try {
    return residueReport.parse(JSON.parse(text));
  } catch {
    throw new SpawnError('ResidueUnknown', 'the residue report of the builder cannot be read: what it still holds is not known.', { report: text.slice(0, 500) });
  }
}

function isUnknown(report: ResidueReport, name: string): boolean {
  const items = report.items.filter((item) => item.name === name);
  return items.length === 0 || items.some(({ status }) => status === 'unknown');
}

function shortList(details: readonly string[]): string {
  if (details.length === 0) return 'no details';
  const rest = details.length - 3;
  return details.slice(0, 3).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
