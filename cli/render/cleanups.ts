import { keptText } from '../../core/api/cleanup-words';
import type { CleanupCode } from '../../core/cleanup/request';
import { formatAge } from '../../core/lib/duration';
import type { CleanupAnswer, CleanupDetails } from '../client/answers';
import { dollarsAtMost } from './costs';
import type { Styles } from '../framework/style';
import { hanging } from './layout/details';
import { renderTable } from './layout/table';

/** The line of one image or snapshot of a cleanup. */
interface Line {
  word: string;
  id: string;
  name: string;
  region: string;
  monthly_cost_usd?: number;
  measured?: boolean;
  why: string;
  reasons: readonly string[];
}

/**
 * Renders the plan of a cleanup: the removed images, with `all` also the kept ones, each with its reasons and cost;
 * otherwise the kept ones are counted.
 */
export function renderPlan(cleanup: CleanupDetails, all: boolean, styles: Styles, width?: number): string {
  const { cleanup_id, counts, monthly_saving_usd, measured } = cleanup;
  const lines = cleanup.entries.map(({ decision, codes, ...entry }): Line => ({
    ...entry,
    word: decision,
    why: codes.join(', '),
  }));
  const head = `Plan ${cleanup_id}: ${counts.remove} to remove, ${counts.keep} to keep, ${dollarsAtMost(monthly_saving_usd, measured)} per month saved\n`;
  return `${head}${renderLines(lines, 'PLAN', styles, width)}${all ? '' : keptOf(cleanup)}`;
}

/** Renders the outcome of a cleanup, including named images that are kept. */
export function renderOutcome(
  { cleanup_id, counts, removals, entries, request }: CleanupDetails,
  styles: Styles,
  width?: number,
): string {
  const ended = removals.map(({ status, ...removal }): Line => ({ ...removal, word: status, why: '' }));
  const stayed =
    request.images === undefined
      ? []
      : entries
          .filter(({ decision }) => decision === 'keep')
          .map((entry): Line => ({ ...entry, word: 'kept', why: '' }));
  const removed = removals.filter(({ status }) => status === 'removed');
  const saved = removed.reduce((sum, { monthly_cost_usd = 0 }) => sum + monthly_cost_usd, 0);
  const measured = removed.every((removal) => removal.measured !== false);
  const head = `Cleanup ${cleanup_id}: ${counts.removed} removed, ${counts.taken_back} taken back, ${counts.failed} failed, ${dollarsAtMost(saved, measured)} per month saved\n`;
  return `${head}${renderLines([...ended, ...stayed], 'RESULT', styles, width)}`;
}

/** Renders the table of cleanups. */
export function renderCleanups(cleanups: readonly CleanupAnswer[], now: Date, styles: Styles, width?: number): string {
  if (cleanups.length === 0) return 'No cleanups found.\n';
  return renderTable(
    cleanups,
    [
      { heading: 'CLEANUP', cell: ({ cleanup_id }) => cleanup_id },
      { heading: 'STATUS', cell: ({ status }) => status },
      { heading: 'TO REMOVE', cell: ({ counts }) => String(counts.remove) },
      { heading: 'REMOVED', cell: ({ counts }) => String(counts.removed) },
      {
        heading: 'PER MONTH',
        cell: ({ monthly_saving_usd, measured }) => dollarsAtMost(monthly_saving_usd, measured),
        drop: 2,
      },
      { heading: 'AGE', cell: ({ created_at }) => formatAge(new Date(created_at), now) },
      { heading: 'BY', cell: ({ requested_by }) => requested_by, cut: 'end', drop: 1 },
    ],
    styles,
    width,
  );
}

/** Renders a table with the codes of the reasons, and below it the full reasons. */
function renderLines(lines: readonly Line[], heading: string, styles: Styles, width?: number): string {
  if (lines.length === 0) return '';
  const table = renderTable(
    lines,
    [
      { heading, cell: ({ word }) => word },
      { heading: 'ID', cell: ({ id }) => id },
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
      { heading: 'REGION', cell: ({ region }) => region },
      {
        heading: 'PER MONTH',
        cell: ({ monthly_cost_usd, measured }) => dollarsAtMost(monthly_cost_usd, measured),
        drop: 1,
      },
      ...(lines.some(({ why }) => why !== '')
        ? [{ heading: 'WHY', cell: ({ why }: Line) => why, cut: 'end' as const }]
        : []),
    ],
    styles,
    width,
  );
  const blocks = lines.map(({ name, id, region, reasons }) =>
    [`  ${name || id} (${id} in ${region}):`, ...reasons.map((reason) => `    - ${hanging(reason, 6, styles)}`)].join(
      '\n',
    ),
  );
  return `\n${table}\n${styles.bold('Reasons:')}\n${blocks.join('\n')}\n`;
}

function keptOf({ regions, counts }: CleanupDetails): string {
  if (counts.keep === 0) return '';
  const counted: Partial<Record<CleanupCode, number>> = {};
  for (const [code, count] of regions.flatMap(({ kept_because }) => Object.entries(kept_because)))
    counted[code as CleanupCode] = (counted[code as CleanupCode] ?? 0) + count;
  return `\nKept: ${counts.keep} (${keptText(counted)}); use --all to list them\n`;
}
