import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../../client/types';
import { useAnswer } from '../../../client/use-answer';
import { Age } from '../../../shared/age';
import { EmptyState } from '../../../shared/empty-state';
import { Paging } from '../../../shared/paging/pages';
import { usePart } from '../../../shared/paging/use-part';
import { capitalized } from '../../../shared/status-of';
import type { ChannelName } from './commands';

type Change = AnswerOf<'showChannelHistory'>['history'][number];

const columns: readonly TableProps.ColumnDefinition<Change>[] = [
  { id: 'at', header: 'When', isRowHeader: true, cell: ({ at }) => <Age since={at} /> },
  { id: 'action', header: 'What', cell: ({ action }) => capitalized(action) },
  { id: 'variant', header: 'Variant', cell: ({ variant }) => variant },
  { id: 'from', header: 'From', cell: ({ from }) => (from ? (from.version ?? from.release) : '-') },
  { id: 'to', header: 'To', cell: ({ version, release }) => version ?? release },
  { id: 'by', header: 'By', cell: ({ by }) => by ?? 'Nightly run' },
  { id: 'reason', header: 'Why', cell: ({ reason }) => reason ?? '-' },
];

/** What a channel has pointed to: when, by whom and why. */
export function ChannelHistory({ stack, channel, variant }: ChannelName) {
  const { answer, problem, loading } = useAnswer('showChannelHistory', {
    parameters: { stack, channel },
    query: { variant },
  });
  const part = usePart(answer?.history ?? [], 20);
  return (
    <Table
      columnDefinitions={columns}
      items={part.items}
      trackBy={({ variant: of, revision }) => `${of} ${revision}`}
      wrapLines
      loading={loading}
      loadingText="Reading the history"
      header={<Header variant="h2">{`History of ${channel}${variant ? ` of ${variant}` : ''}`}</Header>}
      pagination={part.known > 1 && <Paging list={part} />}
      empty={
        <EmptyState title={problem ? 'The history could not be read' : 'No history'}>{problem?.message}</EmptyState>
      }
    />
  );
}
