import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { usePages } from '../../client/use-pages';
import { failedTitle } from '../../../core/night/text';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { Elapsed } from '../../shared/elapsed';
import { EmptyState } from '../../shared/empty-state';
import { PageLink } from '../../shared/navigation/page-link';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { changesOf, listCommand, startCommand, startText, statusOfNight, type NightAnswer } from './report';
import { StartButton } from './start-button';

const pageSize = 20;

const columns: readonly TableProps.ColumnDefinition<NightAnswer>[] = [
  {
    id: 'started',
    header: 'Started (UTC)',
    isRowHeader: true,
    minWidth: 170,
    width: 170,
    cell: ({ night, started_at }) => (
      <PageLink page="nights" segments={[night]}>
        {startText(started_at)}
      </PageLink>
    ),
  },
  { id: 'status', header: 'Status', minWidth: 140, width: 140, cell: (night) => <StatusOfNight night={night} /> },
  {
    id: 'changes',
    header: 'Changed',
    minWidth: 220,
    width: 260,
    cell: (night) => {
      const changes = changesOf(night);
      return changes === undefined ? '-' : changes.join(', ') || 'Nothing';
    },
  },
  {
    id: 'failed',
    header: 'Failed',
    minWidth: 130,
    width: 130,
    cell: ({ failed = [] }) => failed.map(failedTitle).join(', ') || '-',
  },
  { id: 'took', header: 'Took', minWidth: 90, width: 90, cell: (night) => <TookOfNight night={night} /> },
  { id: 'age', header: 'Age', minWidth: 80, width: 80, cell: ({ started_at }) => <Age since={started_at} suffix="" /> },
];

/** The table of nightly runs, newest first. */
export function NightTable() {
  const list = usePages('listNights', { query: { limit: String(pageSize) } }, { refreshEvery: 15_000 });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        variant="full-page"
        columnDefinitions={columns}
        items={list.answer?.nights ?? []}
        trackBy="night"
        loading={list.loading}
        loadingText="Reading nights"
        resizableColumns
        wrapLines
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            description={<CommandLine words={listCommand(pageSize * list.page)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />
                <StartButton />
              </SpaceBetween>
            }
          >
            Nights
          </Header>
        }
        pagination={<Paging list={list} />}
        empty={
          list.problem ? (
            <EmptyState title="The nights could not be read" />
          ) : (
            <EmptyState title="No nights yet">
              <CommandLine words={startCommand} />
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}

/** Shows the state of a nightly run. */
export function StatusOfNight({ night }: { night: Pick<NightAnswer, 'status'> }) {
  const { type, text } = statusOfNight(night);
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** Shows how long a nightly run took, or has taken; a dash if it ended and nobody knows when. */
export function TookOfNight({ night }: { night: NightAnswer }) {
  const { status, started_at, ended_at } = night;
  return status !== 'running' && ended_at === undefined ? <>-</> : <Elapsed since={started_at} until={ended_at} />;
}
