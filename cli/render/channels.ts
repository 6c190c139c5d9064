import type { Channel, ChannelChange, ShownChannel } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** The table of channels; one whose release may not be used any more is marked. */
export function renderChannels(channels: readonly ShownChannel[], styles: Styles, width?: number): string {
  return renderTable(
    channels,
    [
      { heading: 'CHANNEL', cell: ({ channel }) => channel },
      { heading: 'STACK', cell: ({ stack }) => stack, shrinkable: true },
      { heading: 'VARIANT', cell: ({ variant }) => variant, shrinkable: true },
      { heading: 'VERSION', cell: ({ version }) => version ?? '' },
      { heading: 'IMAGE', cell: ({ image_name }) => image_name, shrinkable: true },
      { heading: 'SINCE', cell: ({ at }) => at },
      { heading: 'REGIONS', cell: ({ images }) => images.map(({ region }) => region).join(' ') },
      {
        heading: 'STATUS',
        cell: ({ usable, unusable_regions: regions }) =>
          !usable ? '[stranded]' : regions.length > 0 ? `[deprecated in ${regions.join(', ')}]` : 'ok',
      },
    ],
    styles,
    width,
  );
}

/** What a channel pointed to, newest first. */
export function renderHistory(history: readonly Channel[], styles: Styles, width?: number): string {
  return renderTable(
    history,
    [
      { heading: 'WHEN', cell: ({ at }) => at },
      { heading: 'WHAT', cell: ({ action }) => action },
      { heading: 'VARIANT', cell: ({ variant }) => variant, shrinkable: true },
      { heading: 'FROM', cell: ({ from }) => from?.version ?? from?.release ?? '' },
      { heading: 'TO', cell: ({ version, release }) => version ?? release },
      { heading: 'BY', cell: ({ by }) => by ?? 'the night', shrinkable: true },
      { heading: 'WHY', cell: ({ reason }) => reason ?? '' },
    ],
    styles,
    width,
  );
}

/** One line for the channel, and one for its parameter in each region. */
export function renderChannelChange({ changed, channel, regions }: ChannelChange): string {
  const from =
    channel.from === undefined || !changed ? '' : `, before: ${channel.from.version ?? channel.from.release}`;
  const head = `${channel.channel} of ${channel.stack} ${channel.variant} ${changed ? 'points to' : 'pointed already to'} ${channel.image_name}${from}`;
  return `${[head, ...regions.map(({ region, ami_id, status }) => `  ${region}  ${ami_id ?? '-'}  ${status}`)].join('\n')}\n`;
}
