import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import Toggle from '@cloudscape-design/components/toggle';
import { useSyncExternalStore } from 'react';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { hrefOf } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { ProblemAlert } from '../../shared/problem-alert';
import { examination, examine } from './examination';
import { countsText, doctorCommand, shownFindings, statusOfResult, titles, type Finding } from './finding';

const columns: readonly TableProps.ColumnDefinition<Finding>[] = [
  {
    id: 'result',
    header: 'Result',
    minWidth: 110,
    cell: ({ result }) => {
      const { type, text } = statusOfResult(result);
      return <StatusIndicator type={type}>{text}</StatusIndicator>;
    },
  },
  { id: 'check', header: 'Check', minWidth: 140, isRowHeader: true, cell: ({ check }) => titles[check] },
  { id: 'subject', header: 'Subject', minWidth: 180, cell: ({ subject }) => subject },
  { id: 'seen', header: 'Reason', minWidth: 230, cell: ({ seen }) => seen },
  { id: 'mend', header: 'What to do', minWidth: 230, cell: ({ mend }) => mend ?? '-' },
];

/**
 * The checks of the account. They are made when somebody asks for them, since they simulate the policies of all roles,
 * which IAM limits.
 */
export function Checks({ withOk }: { withOk: boolean }) {
  const { running, last, problem } = useSyncExternalStore(examination.follow, examination.get);
  const findings = last?.findings ?? [];
  return (
    <SpaceBetween size="s">
      {problem && <ProblemAlert problem={problem} retry={() => void examine()} />}
      <Table
        columnDefinitions={columns}
        items={shownFindings(findings, withOk)}
        trackBy={({ check, subject }) => `${check}/${subject}`}
        loading={running && last === undefined}
        loadingText="Checking"
        wrapLines
        header={
          <Header
            variant="h2"
            description={<CommandLine words={doctorCommand} />}
            actions={
              <Button loading={running} onClick={() => void examine()}>
                {last === undefined ? 'Check now' : 'Check again'}
              </Button>
            }
          >
            Checks of the account
          </Header>
        }
        filter={
          last && (
            <SpaceBetween direction="horizontal" size="m">
              <Toggle
                checked={withOk}
                onChange={({ detail }) =>
                  navigate(hrefOf('health', [], { ok: detail.checked ? 'true' : undefined }), { replace: true })
                }
              >
                Show what is OK
              </Toggle>
              <Box>
                {countsText(findings)}, checked <Age since={last.examined_at} />
              </Box>
            </SpaceBetween>
          )
        }
        empty={
          last === undefined ? (
            <EmptyState title={problem ? 'The checks could not be made' : 'Not checked yet'}>
              Permissions, quotas, schedules and what else depends on the account. Nothing is changed.
            </EmptyState>
          ) : (
            <EmptyState title="No problems">All checks are OK.</EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}
