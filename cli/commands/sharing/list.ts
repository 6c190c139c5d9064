import type { ImageShares } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderShares, shareFields } from '../../render/shares';
import { readImageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Shows the shares of an image. */
export const listShares: CommandSpec = {
  names: ['ami shares'],
  summary: 'Show the shares of an image and its copies',
  details: 'Shows the recorded shares, and where EC2 differs from them.',
  arguments: [readImageArgument],
  flags: [imageRegionFlag],
  examples: [
    'spawn ami shares ami-0123456789abcdef0',
    'spawn ami shares ami-0123456789abcdef0 --region eu-west-1 -o json',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const { images } = await (
      await context.api()
    ).get<ImageShares>(`/v1/images/${encodeURIComponent(id)}/shares`, { region: flags.text('region') });
    await writeResult(context, images.map(shareFields), () =>
      renderShares(images, context.styles, context.terminal.width),
    );
  },
};
