import type { Channel, ChannelChange, ShownChannel } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of channels; marks those whose release is no longer usable. */
export function renderChannels(channels: readonly ShownChannel[], styles: Styles, width?: number): string {
  return renderTable(
    channels,
    [
      { heading: 'CHANNEL', cell: ({ channel }) => channel },
      { heading: 'STACK', cell: ({ stack }) => stack, cut: 'end' },
      { heading: 'VARIANT', cell: ({ variant }) => variant, cut: 'end' },
      { heading: 'VERSION', cell: ({ version }) => version ?? '' },
      { heading: 'IMAGE', cell: ({ image_name }) => image_name, cut: 'middle', drop: 3 },
      { heading: 'SINCE', cell: ({ at }) => at, drop: 1 },
      { heading: 'REGIONS', cell: ({ images }) => images.map(({ region }) => region).join(' '), cut: 'end', drop: 2 },
      {
        heading: 'STATUS',
        cell: ({ usable, unusable_regions: regions }) =>
          !usable ? '[stranded]' : regions.length > 0 ? `[deprecated in ${regions.join(', ')}]` : 'ok',
        whole: true,
      },
    ],
    styles,
    width,
  );
}

/** Renders the history of a channel, newest first. */
export function renderHistory(history: readonly Channel[], styles: Styles, width?: number): string {
  return renderTable(
    history,
    [
      { heading: 'WHEN', cell: ({ at }) => at },
      { heading: 'WHAT', cell: ({ action }) => action },
      { heading: 'VARIANT', cell: ({ variant }) => variant, cut: 'end' },
      { heading: 'FROM', cell: ({ from }) => from?.version ?? from?.release ?? '' },
      { heading: 'TO', cell: ({ version, release }) => version ?? release },
      { heading: 'BY', cell: ({ by }) => by ?? 'nightly run', cut: 'end' },
      { heading: 'WHY', cell: ({ reason }) => reason ?? '', whole: true },
    ],
    styles,
    width,
  );
}

/** Renders one line for the channel, one for its parameter in each region, and one for each launch template. */
export function renderChannelChange({ changed, dry_run: dryRun, channel, regions, rollout }: ChannelChange): string {
  const from =
    channel.from === undefined || !changed ? '' : ` (previously ${channel.from.version ?? channel.from.release})`;
  const head = `${channel.channel} of ${channel.stack} ${channel.variant} ${changed ? (dryRun ? 'would point to' : 'points to') : 'already points to'} ${channel.image_name}${from}`;
  const parameters = regions.map(({ region, ami_id, status }) => `  ${region}  ${ami_id ?? '-'}  ${status}`);
  const templates = (rollout?.templates ?? []).map(
    ({ region, template, changes, from_version, ami_id, groups, obstacles }) => {
      const refreshed = groups.length > 0 ? `, then refreshes ${groups.join(', ')}` : '';
      const what = changes
        ? `a new default version from version ${from_version} with ${ami_id}${refreshed}`
        : obstacles.length > 0
          ? 'cannot follow'
          : 'launches it already';
      return `  ${region}  launch template ${template}: ${what}`;
    },
  );
  return `${[head, ...parameters, ...templates].join('\n')}\n`;
}
