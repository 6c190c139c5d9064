import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useAnswer } from '../../../client/use-answer';
import { Age } from '../../../shared/age';
import { CommandLine } from '../../../shared/command-line';
import { EmptyState } from '../../../shared/empty-state';
import { PageLink } from '../../../shared/navigation/page-link';
import type { Route } from '../../../shared/navigation/route';
import { ProblemAlert } from '../../../shared/problem-alert';
import { By, Small } from '../../../shared/small';
import { promoteCommand } from './commands';
import { statusOfChannel, type ShownChannel } from './change';
import { ChannelHistory } from './history';
import { Promote } from './promote';
import { RollBack } from './roll-back';

const columns: readonly TableProps.ColumnDefinition<ShownChannel>[] = [
  { id: 'channel', header: 'Channel', isRowHeader: true, minWidth: 90, cell: ({ channel }) => channel },
  { id: 'variant', header: 'Variant', minWidth: 110, cell: ({ variant }) => variant },
  { id: 'version', header: 'Points to', minWidth: 145, cell: (channel) => <Target channel={channel} /> },
  { id: 'status', header: 'Status', minWidth: 120, cell: (channel) => <StatusOfChannel channel={channel} /> },
  { id: 'at', header: 'Since', minWidth: 105, cell: (channel) => <Since channel={channel} /> },
  { id: 'reason', header: 'Why', minWidth: 130, cell: ({ reason }) => reason ?? '-' },
  {
    id: 'actions',
    header: 'Actions',
    minWidth: 165,
    cell: (channel) => (
      <SpaceBetween direction="horizontal" size="s">
        <PageLink
          page="stacks"
          segments={[channel.stack]}
          query={{ tab: 'channels', channel: channel.channel, variant: channel.variant }}
        >
          History
        </PageLink>
        <RollBack channel={channel} />
      </SpaceBetween>
    ),
  },
];

/** Shows since when a channel points to its release, and who has moved it. */
function Since({ channel: { at, by } }: { channel: ShownChannel }) {
  return (
    <>
      <Age since={at} />
      <By who={by} />
    </>
  );
}

function Target({ channel: { version, release, image_name, images } }: { channel: ShownChannel }) {
  const text = version ?? image_name;
  const image = images.find(({ ami_id }) => ami_id === release) ?? images[0];
  if (image === undefined) return <>{text}</>;
  return (
    <>
      <PageLink page="images" segments={[image.region, image.ami_id]}>
        {text}
      </PageLink>
      <Small>{images.map(({ region }) => region).join(', ')}</Small>
    </>
  );
}

function StatusOfChannel({ channel }: { channel: ShownChannel }) {
  const { type, text } = statusOfChannel(channel);
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** The channels of a stack with their actions, and the history of the one that the address names. */
export function ChannelsTab({ stack, query }: { stack: string; query: Route['query'] }) {
  const { answer, problem, loading, refresh } = useAnswer(
    'listChannels',
    { query: { stack } },
    { refreshEvery: 30_000 },
  );
  const { channel, variant } = query;
  return (
    <SpaceBetween size="l">
      {problem && <ProblemAlert problem={problem} retry={refresh} />}
      <Table
        columnDefinitions={columns}
        items={answer?.channels ?? []}
        wrapLines
        trackBy={(each) => `${each.variant} ${each.channel}`}
        loading={loading}
        loadingText="Reading channels"
        header={
          <Header variant="h2" actions={<Promote stack={stack} />}>
            Channels
          </Header>
        }
        empty={
          <EmptyState title={problem ? 'The channels could not be read' : 'No channels'}>
            <CommandLine words={promoteCommand('AMI', 'stable', '', '')} />
          </EmptyState>
        }
      />
      {channel !== undefined && <ChannelHistory stack={stack} channel={channel} variant={variant || undefined} />}
    </SpaceBetween>
  );
}
