import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';
import type { RegisteredAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderRegistered } from '../../render/registered';

/** Lists registered references. */
export const listReferences: CommandSpec = {
  names: ['ami reference list'],
  summary: 'List the registered references of an image, or of all images',
  arguments: [{ ...imageArgument, optional: true }],
  flags: [{ ...imageRegionFlag, description: 'only images in this region (default: all regions)' }],
  examples: ['spawn ami reference list', 'spawn ami reference list ami-0123456789abcdef0 -o json'],
  run: async ({ arguments: [ami], flags }, context) => {
    const { references } = await (
      await context.api()
    ).get<RegisteredAnswer>('/v1/references', { ami, region: flags.text('region') });
    await writeResult(context, references, () => renderRegistered(references, context.styles, context.terminal.width));
  },
};
