import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { usePages } from '../../client/use-pages';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { Elapsed } from '../../shared/elapsed';
import { EmptyState } from '../../shared/empty-state';
import { PageLink } from '../../shared/navigation/page-link';
import { hrefOf, type PageProps } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { Paging } from '../../shared/paging/pages';
import { ProblemAlert } from '../../shared/problem-alert';
import { By, Small } from '../../shared/small';
import { StatusOfRun } from '../../shared/status';
import { capitalized } from '../../shared/status-of';
import { filterOf, kinds, listCommand, runsQuery, statuses, type ListedRun, type RunFilter } from './filter';
import { stageNow } from './run';

const columns: readonly TableProps.ColumnDefinition<ListedRun>[] = [
  {
    id: 'build_id',
    header: 'Build',
    isRowHeader: true,
    minWidth: 215,
    width: 215,
    cell: ({ build_id, kind }) => (
      <>
        <PageLink page="builds" segments={[build_id]}>
          {build_id}
        </PageLink>
        {kind !== 'build' && <Small>{kind}</Small>}
      </>
    ),
  },
  { id: 'status', header: 'Status', minWidth: 145, width: 145, cell: (run) => <StatusOfRun run={run} /> },
  { id: 'stage', header: 'Stage', minWidth: 100, width: 105, cell: (run) => stageNow(run) ?? '-' },
  { id: 'stack', header: 'Stack', minWidth: 100, width: 120, cell: ({ stack }) => stack ?? '-' },
  {
    id: 'version',
    header: 'Version',
    minWidth: 130,
    width: 140,
    cell: ({ version, variant }) => (
      <>
        {version ?? '-'}
        {variant !== undefined && <Small>{variant}</Small>}
      </>
    ),
  },
  {
    id: 'age',
    header: 'Started',
    minWidth: 115,
    width: 115,
    cell: ({ created_at, requested_by }) => (
      <>
        <Age since={created_at} />
        <By who={requested_by} />
      </>
    ),
  },
  {
    id: 'elapsed',
    header: 'Elapsed',
    minWidth: 100,
    width: 105,
    cell: ({ created_at, ended_at }) => <Elapsed since={created_at} until={ended_at} />,
  },
];

/** The table of builds and operations; it is read again every few seconds while something in it runs. */
export function RunTable({ route }: PageProps) {
  const filter = filterOf(route);
  const list = usePages(
    'listBuilds',
    { query: runsQuery(filter, 20) },
    { refreshEvery: (answer) => (answer?.builds.some(({ status }) => status === 'running') ? 3_000 : 15_000) },
  );
  const show = (change: RunFilter): void => navigate(hrefOf('builds', [], { ...filter, ...change }), { replace: true });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        variant="full-page"
        columnDefinitions={columns}
        items={list.answer?.builds ?? []}
        trackBy="build_id"
        loading={list.loading}
        loadingText="Reading builds"
        resizableColumns
        wrapLines
        header={
          <Header
            variant="awsui-h1-sticky"
            description={<CommandLine words={listCommand(filter)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />
                <Button variant="primary" href={hrefOf('builds', ['new'])}>
                  New build
                </Button>
              </SpaceBetween>
            }
          >
            Builds
          </Header>
        }
        filter={
          <SpaceBetween direction="horizontal" size="xs">
            <Choice
              label="Kind"
              all="All kinds"
              options={kinds}
              value={filter.kind}
              onChange={(kind) => show({ kind })}
            />
            <Choice
              label="Status"
              all="Any status"
              options={statuses}
              value={filter.status}
              onChange={(status) => show({ status })}
            />
          </SpaceBetween>
        }
        pagination={<Paging list={list} />}
        empty={
          list.problem ? (
            <EmptyState title="The builds could not be read" />
          ) : (
            <EmptyState title={filter.kind || filter.status ? 'No builds match these filters' : 'No builds yet'}>
              <Button href={hrefOf('builds', ['new'])}>New build</Button>
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}

function Choice<Value extends string>({
  label,
  all,
  options,
  value,
  onChange,
}: {
  label: string;
  all: string;
  options: readonly Value[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}) {
  const none = { value: '', label: all };
  const shown = options.map((each) => ({ value: each as string, label: capitalized(each) }));
  return (
    <Select
      ariaLabel={label}
      options={[none, ...shown]}
      selectedOption={shown.find((each) => each.value === value) ?? none}
      onChange={({ detail }) => onChange(options.find((each) => each === detail.selectedOption.value))}
    />
  );
}
