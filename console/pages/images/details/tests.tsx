import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../../client/types';
import { Age } from '../../../shared/age';
import { EmptyState } from '../../../shared/empty-state';
import { PageLink } from '../../../shared/navigation/page-link';
import { secondsText } from './text';

type Test = NonNullable<AnswerOf<'showImage'>['tests']>[number];
const verdicts = { passed: 'success', failed: 'error', error: 'warning' } as const;

/** The tests of an image on each instance type, the newest first, with the time until the instance was ready. */
export function TestsTab({ image: { tests = [], replicated_from } }: { image: AnswerOf<'showImage'> }) {
  return (
    <Table
      variant="borderless"
      items={[...tests].sort((left, right) => right.tested_at.localeCompare(left.tested_at))}
      header={
        <Header variant="h2" counter={`(${tests.length})`}>
          Tests
        </Header>
      }
      wrapLines
      columnDefinitions={[
        { id: 'type', header: 'Instance type', isRowHeader: true, cell: ({ instance_type }) => instance_type },
        {
          id: 'verdict',
          header: 'Verdict',
          cell: ({ verdict, exit_code }) => (
            <StatusIndicator type={verdicts[verdict]}>
              {verdict}
              {exit_code ? ` (exit code ${exit_code})` : ''}
            </StatusIndicator>
          ),
        },
        { id: 'ready', header: 'Time to ready', cell: ({ seconds_to_ready }) => secondsText(seconds_to_ready) },
        {
          id: 'rate',
          header: 'Volume initialization',
          cell: ({ volume_initialization_rate: rate }) => (rate === undefined ? '-' : `${rate} MiB/s`),
        },
        { id: 'when', header: 'Tested', cell: ({ tested_at }) => <Age since={tested_at} /> },
        { id: 'run', header: 'Run', cell: ({ build_id }) => <Run id={build_id} /> },
        { id: 'output', header: 'Output', minWidth: 260, cell: (test) => <Output test={test} /> },
      ]}
      empty={
        <EmptyState
          title={
            replicated_from === undefined ? 'This image was never tested' : 'This copy was not tested: see its original'
          }
        />
      }
    />
  );
}

function Run({ id }: { id: string }) {
  return id.startsWith('bld-') ? (
    <PageLink page="builds" segments={[id]}>
      {id}
    </PageLink>
  ) : (
    <>{id}</>
  );
}

function Output({ test: { output, error } }: { test: Test }) {
  if (output === undefined && error === undefined) return <>-</>;
  return (
    <ExpandableSection headerText={error ?? 'Show'} variant="inline">
      <Box variant="code">
        <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{output ?? 'No output'}</span>
      </Box>
    </ExpandableSection>
  );
}
