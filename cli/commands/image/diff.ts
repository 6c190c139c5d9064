import type { DiffAnswer } from '../../../core/api/contract/image-contents';
import type { CommandSpec } from '../../framework/command';
import { renderDiff } from '../../render/contents';
import { writeResult } from '../../render/layout/output';

/** Shows how two images differ. */
export const diffAmis: CommandSpec = {
  names: ['ami diff'],
  summary: 'Show how two images differ',
  details:
    'Compares packages, base, recipe, size, tests and tags. Each image is an id, a name, or stack@version, which selects the newest usable image of that range.',
  arguments: [
    { name: 'from', description: 'id or name of the image, or stack@version' },
    { name: 'to', description: 'image to compare it with, in the same form' },
  ],
  flags: [],
  examples: [
    'spawn ami diff pytorch@2.1.0 pytorch@2.2.0',
    'spawn ami diff ami-0123456789abcdef0 ami-0fedcba9876543210 -o json',
  ],
  run: async ({ arguments: [from = '', to = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<DiffAnswer>('/v1/images/diff', { from, to, region: flags.text('region') });
    await writeResult(context, answer, () => renderDiff(answer, context.styles));
  },
};
