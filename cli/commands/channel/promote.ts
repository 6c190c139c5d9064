import type { ChannelChange } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { untestedFlag } from '../../workflow/shared-flags';
import { rolloutFlags, writeChannelChange } from '../../workflow/channel';

/** Points a channel to the release of an image. */
export const promoteAmi: CommandSpec = {
  names: ['promote-ami', 'ami promote'],
  summary: 'Point a channel, such as stable, to an image',
  details:
    'The channel points to the image and to its copies in all regions. An image whose last test failed is refused. A channel belongs to one stack and variant. It is also a Systems Manager parameter in each region, for launch templates: resolve:ssm:/spawn/STAGE/channels/STACK/VARIANT/CHANNEL. Launch templates that the policy of the stack names get a new default version with the image, and their Auto Scaling groups are refreshed.',
  arguments: [{ name: 'ami', description: 'id or name of the image, or id of a copy' }],
  flags: [
    {
      name: 'to',
      value: 'channel',
      field: 'channel',
      description: 'name of the channel, such as stable',
      required: true,
    },
    { name: 'reason', value: 'text', description: 'reason to record in the history' },
    untestedFlag,
    ...rolloutFlags,
  ],
  examples: [
    'spawn promote-ami ami-0123456789abcdef0 --to stable --reason "Soaked for a week"',
    'spawn ami promote ami-0123456789abcdef0 --to beta',
    'spawn ami promote ami-0123456789abcdef0 --to stable --dry-run',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const { body } = await api.post<ChannelChange>(`/v1/images/${encodeURIComponent(id)}/promotions`, {
      channel: flags.text('to'),
      reason: flags.text('reason'),
      untested: flags.text('untested'),
      dry_run: flags.on('dry-run') || undefined,
    });
    return writeChannelChange(context, body, flags.on('wait'));
  },
};
