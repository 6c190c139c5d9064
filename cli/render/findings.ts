import { summarized, type Finding } from '../../core/doctor/finding';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the findings of the doctor as a table, and below it how to fix problems. */
export function renderFindings(all: readonly Finding[], styles: Styles, width?: number): string {
  const findings = summarized(all);
  const table = renderTable(
    findings,
    [
      { heading: 'CHECK', cell: ({ check }) => check },
      { heading: 'SUBJECT', cell: ({ subject }) => subject, cut: 'end' },
      { heading: 'RESULT', cell: ({ result }) => result },
      { heading: 'SEEN', cell: ({ seen }) => seen, whole: true },
    ],
    styles,
    width,
  );
  const mending = findings.filter(({ mend }) => mend !== undefined);
  if (mending.length === 0) return table;
  return `${table}\nHow to fix:\n${mending.map(({ subject, seen, mend }) => `  ${subject}: ${seen}\n    - ${mend}\n`).join('')}`;
}
