import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { Money } from '../../shared/money';
import { Paging } from '../../shared/paging/pages';
import { usePart } from '../../shared/paging/use-part';
import { RestoreButton, UndeleteButton } from './actions';
import { Subject, Why } from './cells';
import { resultText } from './savings';
import { statusOfRemoval, type CleanupDetails, type Removal } from './state';

const pageSize = 20;

const columnsOf = (cleanup: CleanupDetails): readonly TableProps.ColumnDefinition<Removal>[] => [
  {
    id: 'status',
    header: 'Result',
    minWidth: 140,
    cell: (removal) => {
      const { type, text } = statusOfRemoval(removal);
      return <StatusIndicator type={type}>{text}</StatusIndicator>;
    },
  },
  {
    id: 'name',
    header: 'Image and snapshots',
    isRowHeader: true,
    minWidth: 240,
    cell: (removal) => <Subject line={removal} />,
  },
  { id: 'region', header: 'Region', minWidth: 110, cell: ({ region }) => region },
  { id: 'why', header: 'Why', minWidth: 160, cell: (removal) => <Why line={removal} /> },
  {
    id: 'cost',
    header: 'A month',
    minWidth: 110,
    cell: ({ monthly_cost_usd, measured }) => <Money usd={monthly_cost_usd} measured={measured} />,
  },
  { id: 'action', header: 'Undo', minWidth: 125, cell: (removal) => <Undo cleanup={cleanup} removal={removal} /> },
];

/** What was marked, and how that ended. */
export function Results({ cleanup }: { cleanup: CleanupDetails }) {
  const part = usePart(cleanup.removals, pageSize);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${cleanup.removals.length})`} description={resultText(cleanup.removals)}>
          Result
        </Header>
      }
      columnDefinitions={columnsOf(cleanup)}
      items={part.items}
      pagination={part.known > 1 && <Paging list={part} />}
      trackBy={({ kind, region, id }) => `${kind}/${region}/${id}`}
      wrapLines
    />
  );
}

function Undo({ cleanup, removal }: { cleanup: CleanupDetails; removal: Removal }) {
  const { kind, status, unmanaged } = removal;
  if (kind === 'snapshot' || unmanaged) return <>-</>;
  if (status === 'marked') return <RestoreButton cleanup={cleanup} removal={removal} />;
  return status === 'removed' ? <UndeleteButton removal={removal} /> : <>-</>;
}
