import type { HistoryAnswer } from '../../core/history/contract';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

type Event = HistoryAnswer['events'][number];

/** Renders the history of a deployment: what was done, to what, and by whom. */
export function renderHistory(events: readonly Event[], styles: Styles, width?: number): string {
  if (events.length === 0) return 'Nothing found.\n';
  return renderTable(
    events,
    [
      { heading: 'WHEN', cell: ({ time }) => `${time.slice(0, 19)}Z` },
      { heading: 'ACTION', cell: ({ action }) => action },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id ?? '', drop: 3 },
      { heading: 'STACK', cell: ({ stack }) => stack ?? '', cut: 'end', drop: 2 },
      { heading: 'BY', cell: ({ by }) => nameOf(by), cut: 'end', drop: 4 },
      { heading: 'DETAIL', cell: detailOf, cut: 'end', drop: 1 },
    ],
    styles,
    width,
  );
}

/** Returns the last part of an ARN, such as the user or the session; `night` without one. */
function nameOf(arn: string | undefined): string {
  return arn === undefined ? 'night' : arn.slice(arn.lastIndexOf(':') + 1);
}

function detailOf({ detail, instance_ids = [] }: Event): string {
  return [detail, instance_ids.join(', ')].filter(Boolean).join(': ');
}
