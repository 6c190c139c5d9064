import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { pluralize } from '../../../core/lib/pluralize';
import { useAnswer } from '../../client/use-answer';
import { usePages } from '../../client/use-pages';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { Money } from '../../shared/money';
import { PageLink } from '../../shared/navigation/page-link';
import { hrefOf } from '../../shared/navigation/route';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { By } from '../../shared/small';
import type { CleanupAsked } from './new/plan-form';
import { isUnderway, statusOfCleanup, type Cleanup } from './state';
import { listCommand, requestText } from './words';

const pageSize = 20;

const columns: readonly TableProps.ColumnDefinition<Cleanup>[] = [
  {
    id: 'id',
    header: 'Cleanup',
    isRowHeader: true,
    minWidth: 190,
    cell: ({ cleanup_id }) => (
      <PageLink page="cleanup" segments={[cleanup_id]}>
        {cleanup_id}
      </PageLink>
    ),
  },
  { id: 'status', header: 'Status', minWidth: 180, cell: (cleanup) => <StatusOfCleanup cleanup={cleanup} /> },
  { id: 'asked', header: 'Selection', minWidth: 150, cell: ({ request }) => requestText(request as CleanupAsked) },
  { id: 'remove', header: 'To remove', cell: ({ counts }) => counts.remove },
  { id: 'removed', header: 'Removed', cell: ({ counts }) => counts.removed },
  {
    id: 'saving',
    header: 'Saves a month',
    minWidth: 110,
    cell: ({ monthly_saving_usd, measured }) => <Money usd={monthly_saving_usd} measured={measured} />,
  },
  {
    id: 'age',
    header: 'Age',
    minWidth: 110,
    cell: ({ created_at, requested_by }) => (
      <>
        <Age since={created_at} suffix="" />
        <By who={requested_by} />
      </>
    ),
  },
];

/** The table of cleanups and plans, newest first. They are kept for 30 days. */
export function CleanupTable() {
  const list = usePages(
    'listCleanups',
    { query: { limit: String(pageSize) } },
    { refreshEvery: (answer) => (answer?.cleanups.some(isUnderway) ? 3_000 : 15_000) },
  );
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <DebtNote />
      <Table
        variant="full-page"
        columnDefinitions={columns}
        items={list.answer?.cleanups ?? []}
        trackBy="cleanup_id"
        loading={list.loading}
        loadingText="Reading cleanups"
        wrapLines
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            description={<CommandLine words={listCommand(pageSize * list.page)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />
                <Button variant="primary" href={hrefOf('cleanup', ['new'])}>
                  Plan a cleanup
                </Button>
              </SpaceBetween>
            }
          >
            Cleanup
          </Header>
        }
        pagination={<Paging list={list} />}
        empty={
          list.problem ? (
            <EmptyState title="The cleanups could not be read" />
          ) : (
            <EmptyState title="No cleanups in the last 30 days">
              <Button href={hrefOf('cleanup', ['new'])}>Plan a cleanup</Button>
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}

/** Says that something could not be removed, and where it stands; nothing while there is no debt. */
function DebtNote() {
  const count = useAnswer('listDebts', {}, { refreshEvery: 60_000 }).answer?.debts.length ?? 0;
  if (count === 0) return null;
  return (
    <Alert type="warning" header={`${pluralize(count, 'resource')} could not be removed yet`}>
      The deployment tries again every few minutes. What they are, and why they stay:{' '}
      <PageLink page="health">Health of the deployment</PageLink>.
    </Alert>
  );
}

/** Shows the state of a cleanup. */
export function StatusOfCleanup({ cleanup }: { cleanup: Cleanup }) {
  const { type, text } = statusOfCleanup(cleanup);
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
