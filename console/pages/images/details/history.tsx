import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../../client/types';
import { Age } from '../../../shared/age';
import { EmptyState } from '../../../shared/empty-state';
import { capitalized } from '../../../shared/status-of';
import { personOf } from './text';

/** What was done to an image, the newest first. */
export function HistoryTab({ image: { events } }: { image: AnswerOf<'showImage'> }) {
  return (
    <Table
      variant="borderless"
      wrapLines
      items={[...events].reverse()}
      header={
        <Header variant="h2" counter={`(${events.length})`}>
          History
        </Header>
      }
      columnDefinitions={[
        { id: 'time', header: 'When', cell: ({ time }) => <Age since={time} /> },
        { id: 'action', header: 'What', isRowHeader: true, cell: ({ action }) => capitalized(action) },
        { id: 'by', header: 'Who', cell: ({ by }) => <span title={by}>{personOf(by)}</span> },
        { id: 'detail', header: 'Detail', minWidth: 240, cell: ({ detail }) => detail ?? '-' },
        { id: 'build', header: 'Run', cell: ({ build_id }) => build_id ?? '-' },
      ]}
      empty={<EmptyState title="Nothing is recorded" />}
    />
  );
}
