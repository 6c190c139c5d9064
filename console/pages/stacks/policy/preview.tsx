import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { AnswerOf } from '../../../client/types';
import type { Reading } from '../../../client/use-answer';
import { Age } from '../../../shared/age';
import { CommandLine } from '../../../shared/command-line';
import { EmptyState } from '../../../shared/empty-state';
import { PageLink } from '../../../shared/navigation/page-link';
import { Paging } from '../../../shared/paging/pages';
import { usePart } from '../../../shared/paging/use-part';
import { ProblemAlert } from '../../../shared/problem-alert';
import { linesOfPreview, summaryOf, type PreviewLine } from './preview-lines';

const columns: readonly TableProps.ColumnDefinition<PreviewLine>[] = [
  {
    id: 'name',
    header: 'Image',
    isRowHeader: true,
    cell: ({ image: { region, ami_id, name } }) => (
      <PageLink page="images" segments={[region, ami_id]}>
        {name}
      </PageLink>
    ),
  },
  { id: 'plan', header: 'Plan', cell: ({ plan }) => plan },
  { id: 'region', header: 'Region', cell: ({ image }) => image.region },
  { id: 'age', header: 'Age', cell: ({ image }) => <Age since={image.creation_date} suffix="" /> },
  { id: 'why', header: 'Why', cell: ({ image }) => image.reasons.join('; ') },
];

/** What a night would do now under the policy in the form, saved or not. */
export function Preview({
  reading,
  isBehind,
  command,
}: {
  reading: Reading<AnswerOf<'previewPolicy'>>;
  /** Whether the form has changed since it was asked. */
  isBehind: boolean;
  command: readonly string[];
}) {
  const { answer, problem, refresh } = reading;
  const loading = reading.refreshing || isBehind;
  const lines = answer ? linesOfPreview(answer) : [];
  const part = usePart(lines, 10);
  return (
    <Container
      header={
        <Header variant="h2" description={<CommandLine words={command} />}>
          If a night ran now under this policy
        </Header>
      }
    >
      <SpaceBetween size="s">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {answer?.unread.map(({ region, reason }) => (
          <Alert key={region} type="warning">
            {region} could not be read, and nothing is removed there: {reason}
          </Alert>
        ))}
        {answer && !loading && <Box>{summaryOf(answer)}</Box>}
        {(loading || lines.length > 0) && (
          <Table
            variant="embedded"
            columnDefinitions={columns}
            items={part.items}
            trackBy="id"
            wrapLines
            loading={loading}
            loadingText="Judging the images"
            ariaLabels={{ tableLabel: 'What a night would do' }}
            pagination={part.known > 1 && <Paging list={part} />}
            empty={<EmptyState title="Nothing" />}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
