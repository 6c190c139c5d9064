import Box from '@cloudscape-design/components/box';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ImageAnswer } from '../../client/types';
import { Age } from '../../shared/age';
import { PageLink } from '../../shared/navigation/page-link';
import { HealthOfImage, StatusOfImage } from '../../shared/status';
import { reasonsOf } from './details/reasons';

/** The columns of the table of images. Those with `sortingField` are sorted by the API. */
export const columns: readonly TableProps.ColumnDefinition<ImageAnswer>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    minWidth: 300,
    sortingField: 'name',
    cell: (image) => (
      <PageLink page="images" segments={[image.region, image.ami_id]}>
        {image.name}
      </PageLink>
    ),
  },
  {
    id: 'stack',
    header: 'Stack',
    minWidth: 110,
    cell: ({ stack }) =>
      stack === undefined ? (
        '-'
      ) : (
        <PageLink page="stacks" segments={[stack]}>
          {stack}
        </PageLink>
      ),
  },
  { id: 'version', header: 'Version', minWidth: 110, sortingField: 'version', cell: ({ version }) => version ?? '-' },
  { id: 'variant', header: 'Variant', cell: ({ variant }) => variant ?? '-' },
  { id: 'region', header: 'Region', minWidth: 110, cell: ({ region }) => region },
  { id: 'account', header: 'Account', cell: ({ owner_id }) => owner_id },
  { id: 'architecture', header: 'Architecture', cell: ({ architecture }) => architecture },
  { id: 'status', header: 'Status', minWidth: 130, cell: (image) => <StatusOfImage image={image} /> },
  { id: 'health', header: 'Health', minWidth: 130, cell: (image) => <HealthOfImage image={image} /> },
  { id: 'reasons', header: 'Why', minWidth: 280, cell: (image) => <Reasons reasons={reasonsOf(image)} /> },
  { id: 'ami_id', header: 'AMI ID', minWidth: 215, cell: ({ ami_id }) => ami_id },
  { id: 'channels', header: 'Channels', cell: ({ channels }) => channels?.join(', ') || '-' },
  { id: 'size', header: 'Size', sortingField: 'size', cell: ({ size_gb }) => `${size_gb} GiB` },
  { id: 'tags', header: 'Tags', minWidth: 200, cell: ({ tags }) => <Reasons reasons={tagTexts(tags)} /> },
  {
    id: 'launched',
    header: 'Last launch',
    cell: ({ last_launched }) => (last_launched === undefined ? '-' : <Age since={last_launched} />),
  },
  {
    id: 'age',
    header: 'Age',
    sortingField: 'age',
    cell: ({ creation_date }) => <Age since={creation_date} suffix="" />,
  },
];

/** The columns that are shown at first. */
export const firstColumns = [
  'name',
  'ami_id',
  'stack',
  'version',
  'region',
  'status',
  'health',
  'reasons',
  'channels',
  'age',
];

const tagTexts = (tags: Readonly<Record<string, string>>): string[] =>
  Object.entries(tags).map(([key, value]) => `${key}=${value}`);

function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return <>-</>;
  return (
    <>
      {reasons.map((reason) => (
        <Box key={reason} fontSize="body-s">
          <span style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{reason}</span>
        </Box>
      ))}
    </>
  );
}
