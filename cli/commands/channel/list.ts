import type { Channel, ShownChannel } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { usageError } from '../../framework/failure';
import { renderChannels, renderHistory } from '../../render/channels';
import { writeResult } from '../../render/layout/output';

/** Lists channels, or the history of one. */
export const listChannels: CommandSpec = {
  names: ['list-channels', 'ami channels'],
  summary: 'List channels, or the history of a channel',
  arguments: [],
  flags: [
    { name: 'stack', value: 'stack', description: 'only channels of this stack' },
    { name: 'channel', value: 'channel', description: 'only channels with this name' },
    { name: 'variant', value: 'variant', description: 'with --history: only this variant' },
    {
      name: 'history',
      description: 'list the changes of one channel, with time, person and reason; requires --stack and --channel',
    },
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
      if (flags.text('variant') !== undefined) throw usageError('--variant requires --history');
      const { channels } = await (
        await context.api()
      ).get<{ channels: ShownChannel[] }>('/v1/channels', { stack, channel });
      return writeResult(context, channels, () => renderChannels(channels, styles, terminal.width));
    }
    if (stack === undefined || channel === undefined) throw usageError('--history requires --stack and --channel');
    const api = await context.api();
    const { history } = await api.get<{ history: Channel[] }>(
      `/v1/channels/${encodeURIComponent(stack)}/${encodeURIComponent(channel)}/history`,
      { variant: flags.text('variant') },
    );
    return writeResult(context, history, () => renderHistory(history, styles, terminal.width));
  },
};
