import type { ChannelChange } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { rolloutFlags, writeChannelChange } from '../../workflow/channel';

/** Points a channel back to its previous release. */
export const rollBackChannel: CommandSpec = {
  names: ['rollback-channel', 'ami rollback'],
  summary: 'Point a channel back to its previous release',
  details:
    'The channel changes in all regions. Releases that are no longer usable are skipped. Running the command twice goes back two releases. Launch templates that follow the channel, and their Auto Scaling groups, go back too.',
  arguments: [{ name: 'channel', description: 'name of the channel, such as stable' }],
  flags: [
    { name: 'stack', value: 'stack', description: 'stack; required if several stacks have a channel with this name' },
    { name: 'variant', value: 'variant', description: 'variant; required if several variants have the channel' },
    { name: 'reason', value: 'text', description: 'reason to record in the history' },
    ...rolloutFlags,
  ],
  examples: ['spawn rollback-channel stable --stack pytorch --reason "Slower than 2.1"', 'spawn ami rollback stable'],
  run: async ({ arguments: [channel = ''], flags }, context) => {
    const api = await context.api();
    const { body } = await api.post<ChannelChange>(`/v1/channels/${encodeURIComponent(channel)}/rollback`, {
      stack: flags.text('stack'),
      variant: flags.text('variant'),
      reason: flags.text('reason'),
      dry_run: flags.on('dry-run') || undefined,
    });
    return writeChannelChange(context, body, flags.on('wait'));
  },
};
