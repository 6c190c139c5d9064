import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { EmptyState } from '../../../shared/empty-state';
import { PageLink } from '../../../shared/navigation/page-link';
import { ProblemAlert } from '../../../shared/problem-alert';
import { capitalized } from '../../../shared/status-of';

/** What uses an image and its copies, and what could not be read. */
export function UseTab({ image: { ami_id: id } }: { image: AnswerOf<'showImage'> }) {
  const { answer, problem, loading, refresh } = useAnswer('listReferences', { parameters: { id }, query: {} });
  const descendants = useAnswer('listDescendants', { parameters: { id } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  const unread = answer?.unread ?? [];
  return (
    <SpaceBetween size="m">
      {unread.length > 0 && (
        <Alert type="warning" header="Some use could not be read: the image does not count as unused">
          {unread.map(({ region, kind, reason }) => (
            <div key={`${region}/${kind}`}>
              {capitalized(kind)} in {region}: {reason}
            </div>
          ))}
        </Alert>
      )}
      <Table
        variant="borderless"
        wrapLines
        items={answer?.references ?? []}
        loading={loading}
        loadingText="Reading what uses the image, in each of its regions"
        header={
          <Header
            variant="h2"
            counter={answer && `(${answer.references.length})`}
            description="The image and its copies"
          >
            Uses
          </Header>
        }
        columnDefinitions={[
          { id: 'kind', header: 'Kind', cell: ({ kind }) => capitalized(kind) },
          { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => name },
          { id: 'detail', header: 'Detail', cell: ({ detail }) => detail ?? '-' },
          { id: 'region', header: 'Region', cell: ({ region }) => region },
          { id: 'ami_id', header: 'Image', cell: ({ ami_id }) => ami_id },
        ]}
        empty={
          <EmptyState title={unread.length > 0 ? 'No use found in what could be read' : 'Nothing uses the image'} />
        }
      />
      {descendants.problem && <ProblemAlert problem={descendants.problem} retry={descendants.refresh} />}
      <Table
        variant="borderless"
        items={descendants.answer?.descendants ?? []}
        loading={descendants.loading}
        loadingText="Reading the images that were built on it"
        header={<Header variant="h2">Images that were built on it</Header>}
        columnDefinitions={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            cell: ({ name, region, ami_id }) => (
              <PageLink page="images" segments={[region, ami_id]}>
                {name}
              </PageLink>
            ),
          },
          { id: 'region', header: 'Region', cell: ({ region }) => region },
          {
            id: 'state',
            header: 'State',
            cell: ({ revoked, deprecated }) => (revoked ? 'Revoked' : deprecated ? 'Deprecated' : 'Current'),
          },
        ]}
        empty={<EmptyState title="No image was built on it" />}
      />
    </SpaceBetween>
  );
}
