import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { formatRough } from '../../../core/lib/duration';
import { useNow } from '../../client/now';
import { Elapsed } from '../../shared/elapsed';
import { PageLink } from '../../shared/navigation/page-link';
import type { RunAnswer } from './filter';
import { limitUsed, stagesOf, statusOfReplica, statusOfStage, type ShownStage } from './run';

/** Shows the stages of a run with their time, and how much of its limit a running one has used. */
export function Stages({ run }: { run: RunAnswer }) {
  return (
    <Table
      header={<Header variant="h2">Stages</Header>}
      items={stagesOf(run)}
      trackBy="name"
      columnDefinitions={[
        { id: 'stage', header: 'Stage', isRowHeader: true, minWidth: 100, cell: ({ name }) => name },
        {
          id: 'status',
          header: 'Status',
          minWidth: 130,
          cell: (stage) => {
            const { type, text } = statusOfStage(stage);
            return <StatusIndicator type={type}>{text}</StatusIndicator>;
          },
        },
        {
          id: 'elapsed',
          header: 'Elapsed',
          minWidth: 100,
          cell: ({ started_at, ended_at }) =>
            started_at === undefined ? '-' : <Elapsed since={started_at} until={ended_at} />,
        },
        { id: 'limit', header: 'Limit', minWidth: 180, cell: (stage) => <Limit stage={stage} /> },
        { id: 'detail', header: 'Detail', minWidth: 140, cell: ({ detail }) => detail || '-' },
      ]}
      empty="No stage has begun"
    />
  );
}

function Limit({ stage }: { stage: ShownStage }) {
  const used = limitUsed(stage, useNow());
  if (used === undefined) return <>-</>;
  const left = used.left > 0 ? `times out in ${formatRough(used.left)}` : 'is over';
  return <ProgressBar value={used.percent} ariaLabel={`Limit of ${stage.name}`} additionalInfo={left} />;
}

/** Shows the copies of a run region by region, with the reason of one that failed. */
export function Replicas({ run: { replicas } }: { run: RunAnswer }) {
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${replicas.filter(({ status }) => status === 'available').length}/${replicas.length})`}
        >
          Regions
        </Header>
      }
      items={replicas}
      trackBy={({ account = '', region }) => `${account}/${region}`}
      columnDefinitions={[
        { id: 'region', header: 'Region', isRowHeader: true, minWidth: 120, cell: ({ region }) => region },
        { id: 'account', header: 'Account', cell: ({ account }) => account ?? 'home' },
        {
          id: 'status',
          header: 'Status',
          minWidth: 130,
          cell: (replica) => {
            const { type, text } = statusOfReplica(replica);
            return <StatusIndicator type={type}>{text}</StatusIndicator>;
          },
        },
        {
          id: 'elapsed',
          header: 'Elapsed',
          cell: ({ started_at, ended_at }) =>
            started_at === undefined ? '-' : <Elapsed since={started_at} until={ended_at} />,
        },
        {
          id: 'image',
          header: 'Image',
          minWidth: 200,
          cell: ({ region, ami_id }) =>
            ami_id === undefined ? (
              '-'
            ) : (
              <PageLink page="images" segments={[region, ami_id]}>
                {ami_id}
              </PageLink>
            ),
        },
        {
          id: 'error',
          header: 'Error',
          minWidth: 200,
          cell: ({ error, message }) => (error === undefined ? '-' : `${error}: ${message ?? ''}`),
        },
      ]}
    />
  );
}
