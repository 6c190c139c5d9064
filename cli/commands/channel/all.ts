import type { Channel, ChannelChange, ShownChannel } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { renderChannelChange, renderChannels, renderHistory } from '../../render/channels';
import { writeResult } from '../../render/layout/output';
import { untestedFlag } from '../../workflow/untested';

/** Prints a change and warns of every region whose parameter does not say it yet. */
async function tell(context: Context, answer: ChannelChange): Promise<void> {
  await writeResult(context, answer, () => renderChannelChange(answer));
  for (const { region, message } of answer.regions) {
    if (message !== undefined)
      context.terminal.err(`${context.styles.yellow('warning:')} ${answer.parameter} in ${region}: ${message}\n`);
  }
}

/** Points a channel to the release of an image. */
export const promoteAmi: CommandSpec = {
  names: ['promote-ami', 'ami promote'],
  summary: 'Point a channel such as stable to an image and its copies in all regions',
  details:
    'An image that failed its last test is refused. A channel belongs to one stack and variant. It is a parameter of Systems Manager in each region too, for launch templates: resolve:ssm:/spawn/STAGE/channels/STACK/VARIANT/CHANNEL.',
  arguments: [{ name: 'ami', description: 'id of the image (ami-…), or of a copy' }],
  flags: [
    { name: 'to', value: 'channel', field: 'channel', description: 'channel, such as stable', required: true },
    { name: 'reason', value: 'text', description: 'why, for the history' },
    untestedFlag,
  ],
  examples: [
    'spawn promote-ami ami-0123456789abcdef0 --to stable --reason "Soaked for a week"',
    'spawn ami promote ami-0123456789abcdef0 --to beta',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const { body } = await api.post<ChannelChange>(`/v1/images/${encodeURIComponent(id)}/promotions`, {
      channel: flags.text('to'),
      reason: flags.text('reason'),
      untested: flags.text('untested'),
    });
    await tell(context, body);
  },
};

/** Lists channels, or what one of them pointed to. */
export const listChannels: CommandSpec = {
  names: ['list-channels', 'ami channels'],
  summary: 'List channels and what they point to, or the history of one',
  arguments: [],
  flags: [
    { name: 'stack', value: 'stack', description: 'only channels of this stack' },
    { name: 'channel', value: 'channel', description: 'only channels of this name' },
    { name: 'variant', value: 'variant', description: 'with --history: only this variant' },
    { name: 'history', description: 'who moved it when, from where to where, and why; with --stack and --channel' },
  ],
  examples: [
    'spawn list-channels',
    'spawn ami channels --stack pytorch',
    'spawn ami channels --stack pytorch --channel stable --history',
  ],
  run: async ({ flags }, context) => {
    const [stack, channel] = [flags.text('stack'), flags.text('channel')];
    const { styles, terminal } = context;
    if (!flags.on('history')) {
      if (flags.text('variant') !== undefined) throw usageError('--variant goes with --history');
      const { channels } = await (
        await context.api()
      ).get<{ channels: ShownChannel[] }>('/v1/channels', { stack, channel });
      return writeResult(context, channels, () => renderChannels(channels, styles, terminal.width));
    }
    if (stack === undefined || channel === undefined)
      throw usageError('--history is of one channel: name it with --stack and --channel');
    const api = await context.api();
    const { history } = await api.get<{ history: Channel[] }>(
      `/v1/channels/${encodeURIComponent(stack)}/${encodeURIComponent(channel)}/history`,
      { variant: flags.text('variant') },
    );
    return writeResult(context, history, () => renderHistory(history, styles, terminal.width));
  },
};

/** Points a channel to what it pointed to before. */
export const rollBackChannel: CommandSpec = {
  names: ['rollback-channel', 'ami rollback'],
  summary: 'Point a channel to the release that it pointed to before, in all regions',
  details: 'Releases that may not be used any more are passed over. Doing it twice goes two steps back.',
  arguments: [{ name: 'channel', description: 'channel, such as stable' }],
  flags: [
    { name: 'stack', value: 'stack', description: 'stack, needed when several have a channel of that name' },
    { name: 'variant', value: 'variant', description: 'variant, needed when several have it' },
    { name: 'reason', value: 'text', description: 'why, for the history' },
  ],
  examples: ['spawn rollback-channel stable --stack pytorch --reason "Slower than 2.1"', 'spawn ami rollback stable'],
  run: async ({ arguments: [channel = ''], flags }, context) => {
    const api = await context.api();
    const { body } = await api.post<ChannelChange>(`/v1/channels/${encodeURIComponent(channel)}/rollback`, {
      stack: flags.text('stack'),
      variant: flags.text('variant'),
      reason: flags.text('reason'),
    });
    await tell(context, body);
  },
};
