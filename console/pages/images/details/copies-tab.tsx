import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { useSession } from '../../../client/session';
import type { AnswerOf } from '../../../client/types';
import { ActionButton } from '../../../shared/action/button';
import { PageLink } from '../../../shared/navigation/page-link';
import { EmptyState } from '../../../shared/empty-state';
import { flag } from '../../../shared/command-text';
import { missingRegions, placesOf, type Place } from './copies';
import { useAnswer } from '../../../client/use-answer';
import { ProblemAlert } from '../../../shared/problem-alert';
import { shareDrift } from './share-drift';

const columns = [
  { id: 'region', header: 'Region', isRowHeader: true, cell: ({ region }: Place) => region },
  { id: 'account', header: 'Account', cell: ({ account }: Place) => account ?? 'Home account' },
  {
    id: 'ami_id',
    header: 'AMI ID',
    cell: ({ ami_id, region, role }: Place) =>
      ami_id === undefined || role === 'this image' ? (
        (ami_id ?? '-')
      ) : (
        <PageLink page="images" segments={[region, ami_id]}>
          {ami_id}
        </PageLink>
      ),
  },
  { id: 'role', header: 'Role', cell: ({ role }: Place) => role },
  {
    id: 'drift',
    header: 'Drift',
    cell: ({ drift, role }: Place) =>
      drift === undefined ? (
        role === 'original' ? (
          'See the original'
        ) : (
          <StatusIndicator type="success">None</StatusIndicator>
        )
      ) : (
        <StatusIndicator type={drift === 'is being copied' ? 'in-progress' : 'warning'}>{drift}</StatusIndicator>
      ),
  },
];

/** Where an image is, where a copy is missing, and where EC2's permissions differ from the shares that are wanted. */
export function CopiesTab({ image }: { image: AnswerOf<'showImage'> }) {
  const places = placesOf(image);
  const missing = missingRegions(places);
  return (
    <>
      <Table
        variant="borderless"
        columnDefinitions={columns}
        items={places}
        trackBy={({ region, account = '', ami_id = '' }) => `${account}/${region}/${ami_id}`}
        header={
          <Header
            variant="h2"
            counter={`(${places.length})`}
            actions={
              missing.length > 0 && (
                <ActionButton
                  operation="replicateImage"
                  input={{ parameters: { id: image.ami_id }, body: { regions: missing, region: image.region } }}
                  label="Make the missing copies"
                  title={`Copy ${image.name} to ${missing.join(', ')}`}
                  command={[
                    'replicate-ami',
                    image.ami_id,
                    ...flag('--region', image.region),
                    ...missing.flatMap((region) => flag('--to-region', region)),
                  ]}
                  done={({ build_id }) => `The copies are being made: ${build_id}`}
                >
                  The policy of the stack or a run wants these copies. The nightly run makes them too.
                </ActionButton>
              )
            }
          >
            Copies by region
          </Header>
        }
        empty={<EmptyState title="No copies" />}
      />
      <Shares image={image} />
    </>
  );
}

function Shares({ image: { ami_id, region } }: { image: AnswerOf<'showImage'> }) {
  const { read_only } = useSession();
  const [asked, setAsked] = useState(false);
  const { answer, problem, loading, refresh } = useAnswer(
    'listShares',
    asked ? { parameters: { id: ami_id }, query: {} } : undefined,
  );
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  if (answer === undefined)
    return (
      <Button loading={loading} onClick={() => setAsked(true)}>
        Compare the shares with EC2
      </Button>
    );
  const rows = shareDrift(answer);
  return (
    <Table
      variant="borderless"
      items={rows}
      columnDefinitions={[
        { id: 'region', header: 'Region', isRowHeader: true, cell: (row) => row.region },
        { id: 'wanted', header: 'Shared with', cell: (row) => row.wanted },
        {
          id: 'drift',
          header: 'In EC2',
          cell: (row) => <StatusIndicator type={row.type}>{row.text}</StatusIndicator>,
        },
      ]}
      header={
        <Header
          variant="h2"
          description={read_only ? undefined : 'The nightly run corrects what is missing or has expired.'}
        >
          Shares
        </Header>
      }
      empty={<EmptyState title={`No image in ${region}`} />}
    />
  );
}
