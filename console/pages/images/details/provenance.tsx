import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { EmptyState } from '../../../shared/empty-state';
import { ProblemAlert } from '../../../shared/problem-alert';
import { verdictOf } from './verdict';

/** Whether the signed record of the origin of an image is genuine and still true, with each check. */
export function ProvenanceTab({ image: { ami_id: id, region } }: { image: AnswerOf<'showImage'> }) {
  const { answer, problem, refresh } = useAnswer('verifyImage', { parameters: { id }, query: { region } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  if (answer === undefined) return <Spinner size="large" />;
  const { type, header, text } = verdictOf(answer);
  return (
    <SpaceBetween size="m">
      <Alert type={type} header={header}>
        {text}
      </Alert>
      <Table
        variant="borderless"
        wrapLines
        items={answer.checks}
        header={<Header variant="h2">Checks</Header>}
        columnDefinitions={[
          { id: 'name', header: 'Check', isRowHeader: true, cell: ({ name }) => name },
          {
            id: 'result',
            header: 'Result',
            cell: ({ passed }) => (
              <StatusIndicator type={passed ? 'success' : 'error'}>{passed ? 'Passed' : 'Failed'}</StatusIndicator>
            ),
          },
          { id: 'detail', header: 'Detail', cell: ({ detail }) => detail },
        ]}
        empty={<EmptyState title="Nothing was checked" />}
      />
      {answer.statement && (
        <ExpandableSection headerText="The signed statement">
          <Box variant="code">
            <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {JSON.stringify(answer.statement, null, 2)}
            </span>
          </Box>
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}
