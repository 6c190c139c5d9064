import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../client/types';
import { usePages } from '../../client/use-pages';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { PageLink } from '../../shared/navigation/page-link';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { Small } from '../../shared/small';
import { listCommand } from './commands';

type Stack = AnswerOf<'showStack'>;

const pageSize = '20';

const columns: readonly TableProps.ColumnDefinition<Stack>[] = [
  {
    id: 'stack',
    header: 'Stack',
    isRowHeader: true,
    minWidth: 140,
    width: 140,
    cell: ({ stack }) => (
      <PageLink page="stacks" segments={[stack]}>
        {stack}
      </PageLink>
    ),
  },
  { id: 'images', header: 'Images', minWidth: 100, width: 100, cell: ({ images }) => images.total },
  {
    id: 'usable',
    header: 'Usable',
    minWidth: 100,
    width: 105,
    cell: ({ images }) =>
      images.total > 0 && images.usable === 0 ? <StatusIndicator type="warning">None</StatusIndicator> : images.usable,
  },
  { id: 'deprecated', header: 'Deprecated', minWidth: 130, width: 130, cell: ({ images }) => images.deprecated },
  {
    id: 'regions',
    header: 'Regions',
    minWidth: 150,
    width: 180,
    cell: ({ images }) => images.regions.join(', ') || '-',
  },
  {
    id: 'deprecate',
    header: 'Deprecate after',
    minWidth: 155,
    width: 155,
    cell: ({ policy: { deprecate_after_days: days } }) => (days === null ? 'Never' : `${days} days`),
  },
  {
    id: 'cleanup',
    header: 'Cleanup',
    minWidth: 110,
    width: 125,
    cell: ({ policy, updated_at }) => (
      <>
        {policy.cleanup.enabled ? 'On' : 'Off'}
        {updated_at !== undefined && (
          <Small>
            policy set <Age since={updated_at} />
          </Small>
        )}
      </>
    ),
  },
];

/** The table of stacks: those that have images or a policy. */
export function StackTable() {
  const list = usePages('listStacks', { query: { limit: pageSize } }, { refreshEvery: 30_000 });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        variant="full-page"
        columnDefinitions={columns}
        items={list.answer?.stacks ?? []}
        trackBy="stack"
        loading={list.loading}
        loadingText="Reading stacks"
        resizableColumns
        wrapLines
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            description={<CommandLine words={listCommand} />}
            actions={<Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />}
          >
            Stacks
          </Header>
        }
        pagination={<Paging list={list} />}
        empty={
          list.problem ? (
            <EmptyState title="The stacks could not be read" />
          ) : (
            <EmptyState title="No stacks yet">
              <CommandLine words={['build', 'recipe.yaml']} />
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}
