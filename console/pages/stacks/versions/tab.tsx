import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { usePages } from '../../../client/use-pages';
import { Age } from '../../../shared/age';
import { EmptyState } from '../../../shared/empty-state';
import { PageLink } from '../../../shared/navigation/page-link';
import { Paging } from '../../../shared/paging/pages';
import { ProblemAlert } from '../../../shared/problem-alert';
import { releasesOf, type ReleaseRow } from './releases';
import { TimeLine } from './time-line';
import { versionsQuery } from './query';

const columns: readonly TableProps.ColumnDefinition<ReleaseRow>[] = [
  {
    id: 'version',
    header: 'Version',
    isRowHeader: true,
    cell: ({ version, image: { region, ami_id } }) => (
      <PageLink page="images" segments={[region, ami_id]}>
        {version}
      </PageLink>
    ),
  },
  { id: 'variant', header: 'Variant', cell: ({ variant }) => variant },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status: { type, text } }) => <StatusIndicator type={type}>{text}</StatusIndicator>,
  },
  { id: 'channels', header: 'Channels', cell: ({ channels }) => channels.join(', ') || '-' },
  { id: 'regions', header: 'Regions', cell: ({ regions }) => regions.join(', ') },
  { id: 'created', header: 'Created (UTC)', cell: ({ created }) => created.slice(0, 16).replace('T', ' ') },
  { id: 'age', header: 'Age', cell: ({ created }) => <Age since={created} suffix="" /> },
];

/** The versions of a stack on a time line and in a table, also those that are deprecated or revoked. */
export function VersionsTab({ stack }: { stack: string }) {
  const list = usePages('listImages', { query: versionsQuery(stack) }, { refreshEvery: 30_000 });
  const releases = releasesOf(list.answer?.images ?? []);
  return (
    <SpaceBetween size="l">
      {list.problem && <ProblemAlert problem={list.problem} retry={list.refresh} />}
      {releases.length > 0 && (
        <Container header={<Header variant="h2">Time line</Header>}>
          <TimeLine releases={releases} />
          <Box color="text-body-secondary" fontSize="body-s">
            A full disc can be used, an empty one is deprecated, a cross is revoked or gone. A ring marks a version that
            a channel points to; its name is bold.
          </Box>
        </Container>
      )}
      <Table
        columnDefinitions={columns}
        items={releases}
        trackBy="release"
        loading={list.loading}
        loadingText="Reading versions"
        header={<Header variant="h2">Versions</Header>}
        pagination={(list.known > 1 || list.page > 1) && <Paging list={list} />}
        empty={<EmptyState title={list.problem ? 'The versions could not be read' : 'No versions'} />}
      />
    </SpaceBetween>
  );
}
