import type { ChannelChange } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeChannelChange } from '../../workflow/channel';

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
    await writeChannelChange(context, body);
  },
};
