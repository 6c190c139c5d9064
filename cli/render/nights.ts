import { formatAge, formatDuration } from '../../core/lib/duration';
import type { NightAnswer } from '../../core/api/contract/night';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of nightly runs. */
export function renderNights(nights: readonly NightAnswer[], now: Date, styles: Styles, width?: number): string {
  return renderTable(
    nights,
    [
      { heading: 'NIGHT', cell: ({ night }) => night },
      { heading: 'DATE', cell: ({ date }) => date },
      { heading: 'STATUS', cell: ({ status }) => status },
      {
        heading: 'TOOK',
        cell: ({ started_at, ended_at }) =>
          ended_at === undefined
            ? ''
            : formatDuration(Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 1000)),
      },
      {
        heading: 'FAILED',
        cell: ({ failed }) =>
          (failed ?? []).map(({ step, region }) => [step, region].filter(Boolean).join(' ')).join(', '),
        cut: 'end',
      },
      { heading: 'AGE', cell: ({ started_at }) => formatAge(new Date(started_at), now) },
    ],
    styles,
    width,
  );
}

/** Renders the report of a nightly run; one line if it has none. */
export function renderNight({ night, date, status, text }: NightAnswer): string {
  return (
    text ??
    `Night of ${date} (${night}): ${status === 'running' ? 'still running' : 'stopped before it wrote a report'}\n`
  );
}
