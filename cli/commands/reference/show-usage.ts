import type { ReferencesAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { countValue } from '../../framework/values';
import { renderUsage } from '../../render/usage';
import { readImageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Shows what uses an image and its copies. */
export const amiUsage: CommandSpec = {
  names: ['ami usage'],
  summary: 'Show what uses an image and its copies',
  details:
    'Uses are instances, launch templates, Auto Scaling groups, parameters, recipes, other accounts and registered references. A cleanup keeps images that are in use and images whose usage is unknown. Unknown usage is reported on stderr.',
  arguments: [readImageArgument],
  flags: [
    imageRegionFlag,
    {
      name: 'template-versions',
      value: 'count',
      description:
        'number of newest versions of each launch template to check (default: the number that a cleanup of the stack checks)',
      parse: countValue,
    },
  ],
  examples: [
    'spawn ami usage ami-0123456789abcdef0',
    'spawn ami usage ami-0123456789abcdef0 --region eu-west-1 -o json',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const usage = await (
      await context.api()
    ).get<ReferencesAnswer>(`/v1/images/${encodeURIComponent(id)}/references`, {
      region: flags.text('region'),
      template_versions: flags.number('template-versions'),
    });
    for (const { region, kind, reason } of usage.unread)
      context.messages.warn(`usage by ${kind} in ${region} is unknown: ${reason}`);
    await writeResult(context, usage, () => renderUsage(usage, context.styles, context.terminal.width));
  },
};
