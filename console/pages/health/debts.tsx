import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { pluralize } from '../../../core/lib/pluralize';
import { useAnswer } from '../../client/use-answer';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { ProblemAlert } from '../../shared/problem-alert';
import { Small } from '../../shared/small';
import { capitalized } from '../../shared/status-of';
import { debtsCommand, placeOfDebt, statusOfDebt, subjectOfDebt, type Debt } from './debt';

const columns: readonly TableProps.ColumnDefinition<Debt>[] = [
  { id: 'id', header: 'What', minWidth: 170, isRowHeader: true, cell: subjectOfDebt },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => (kind === 'look' ? 'List' : capitalized(kind)) },
  { id: 'place', header: 'Region', minWidth: 110, cell: placeOfDebt },
  {
    id: 'state',
    header: 'State',
    minWidth: 110,
    cell: (debt) => {
      const { type, text } = statusOfDebt(debt);
      return <StatusIndicator type={type}>{text}</StatusIndicator>;
    },
  },
  { id: 'error', header: 'Error', minWidth: 180, cell: ({ error, message }) => `${error}: ${message}` },
  { id: 'reason', header: 'Why it must go', minWidth: 130, cell: ({ reason }) => reason },
  {
    id: 'since',
    header: 'Age',
    minWidth: 120,
    cell: ({ since, attempts, build_id }) => (
      <>
        <Age since={since} suffix="" />
        <Small>{pluralize(attempts, 'attempt')}</Small>
        {build_id !== undefined && <Small>{build_id}</Small>}
      </>
    ),
  },
];

/** What could not be removed yet. The deployment tries again every few minutes. */
export function Debts() {
  const { answer, problem, loading, refreshing, refresh } = useAnswer('listDebts', {}, { refreshEvery: 30_000 });
  return (
    <SpaceBetween size="s">
      {problem && <ProblemAlert problem={problem} retry={refresh} />}
      <Table
        columnDefinitions={columns}
        items={answer?.debts ?? []}
        trackBy={({ kind, id, region, account = '' }) => `${account}/${region}/${kind}/${id}`}
        loading={loading}
        loadingText="Reading what could not be removed"
        wrapLines
        header={
          <Header
            variant="h2"
            counter={answer && `(${answer.debts.length})`}
            description={<CommandLine words={debtsCommand} />}
            actions={<Button iconName="refresh" ariaLabel="Refresh" loading={refreshing} onClick={refresh} />}
          >
            What could not be removed yet
          </Header>
        }
        empty={
          problem ? (
            <EmptyState title="It could not be read" />
          ) : (
            <EmptyState title="Nothing is left to remove">
              What a build leaves behind is removed every few minutes. What cannot be removed stands here.
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}
