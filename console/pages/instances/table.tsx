import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import Toggle from '@cloudscape-design/components/toggle';
import { useState } from 'react';
import { useAnswer } from '../../client/use-answer';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { PageLink } from '../../shared/navigation/page-link';
import { hrefOf, type PageProps } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { Paging } from '../../shared/paging/pages';
import { usePart } from '../../shared/paging/use-part';
import { ProblemAlert } from '../../shared/problem-alert';
import { Small } from '../../shared/small';
import {
  addressQuery,
  filterOf,
  firstLaunch,
  instancesQuery,
  listCommand,
  shownInstances,
  statusOfInstance,
  type Instance,
  type InstanceFilter,
} from './filter';

const pageSize = 50;

const columns: readonly TableProps.ColumnDefinition<Instance>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 225,
    width: 225,
    cell: ({ name, instance_id, region }) => (
      <>
        <PageLink page="instances" segments={[region, instance_id]}>
          {name || instance_id}
        </PageLink>
        {name && <Small>{instance_id}</Small>}
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 115,
    width: 115,
    cell: (instance) => <StateOfInstance instance={instance} />,
  },
  { id: 'type', header: 'Type', minWidth: 105, width: 110, cell: ({ instance_type }) => instance_type },
  {
    id: 'image',
    header: 'Image',
    minWidth: 210,
    width: 210,
    cell: ({ region, ami_id, stack, version }) => (
      <>
        <PageLink page="images" segments={[region, ami_id]}>
          {ami_id}
        </PageLink>
        {stack !== undefined && <Small>{[stack, version].filter(Boolean).join(' ')}</Small>}
      </>
    ),
  },
  { id: 'region', header: 'Region', minWidth: 110, width: 115, cell: ({ region }) => region },
  { id: 'ttl', header: 'TTL', minWidth: 85, width: 85, cell: ({ ttl }) => ttl ?? '-' },
  {
    id: 'age',
    header: 'Age',
    minWidth: 80,
    width: 80,
    cell: ({ launch_time }) => <Age since={launch_time} suffix="" />,
  },
];

/** Shows the state of an instance. */
export function StateOfInstance({ instance }: { instance: Instance }) {
  const { type, text } = statusOfInstance(instance);
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** The table of instances. The API filters them; it has no pages, since it answers with what EC2 runs now. */
export function InstanceTable({ route }: PageProps) {
  const filter = filterOf(route);
  const list = useAnswer('listInstances', { query: instancesQuery(filter) }, { refreshEvery: 15_000 });
  const found = list.answer?.instances ?? [];
  const instances = shownInstances(found, filter);
  const part = usePart(instances, pageSize);
  const hidden = found.length - instances.length;
  const show = (change: InstanceFilter): void =>
    navigate(hrefOf('instances', [], addressQuery({ ...filter, ...change })), { replace: true });
  return (
    <SpaceBetween size="s">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      <Table
        variant="full-page"
        columnDefinitions={columns}
        items={part.items}
        trackBy={({ region, instance_id }) => `${region}/${instance_id}`}
        loading={list.loading}
        loadingText="Reading instances"
        resizableColumns
        wrapLines
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={list.answer && `(${instances.length})`}
            description={<CommandLine words={listCommand(filter)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" loading={list.refreshing} onClick={list.refresh} />
                <Button href={hrefOf('instances', ['launch'])}>Launch instance</Button>
              </SpaceBetween>
            }
          >
            Instances
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <NameFilter name={filter.name} onChange={(name) => show({ name: name || undefined })} />
            <Toggle
              checked={filter.all === true}
              onChange={({ detail }) => show({ all: detail.checked || undefined })}
            >{`Show terminated instances${hidden > 0 ? ` (${hidden})` : ''}`}</Toggle>
          </SpaceBetween>
        }
        pagination={<Paging list={part} />}
        empty={
          list.problem ? (
            <EmptyState title="The instances could not be read" />
          ) : (
            <EmptyState title="No instances">
              {hidden > 0 ? 'Terminated ones are hidden.' : <CommandLine words={firstLaunch} />}
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}

function NameFilter({ name = '', onChange }: { name?: string; onChange: (name: string) => void }) {
  const [text, setText] = useState(name);
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder="Name or id"
      filteringAriaLabel="Filter instances by name or id"
      onChange={({ detail }) => setText(detail.filteringText)}
      onDelayedChange={({ detail }) => onChange(detail.filteringText)}
    />
  );
}
