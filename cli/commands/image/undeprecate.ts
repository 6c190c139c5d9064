import type { ImageChange } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Undoes a deprecation. */
export const undeprecateAmi: CommandSpec = {
  names: ['ami undeprecate'],
  summary: 'Undo the deprecation of an image and its copies in all regions',
  arguments: [imageArgument],
  flags: [
    { name: 'descendants', description: 'also the images built on it that were deprecated with it' },
    imageRegionFlag,
  ],
  examples: [
    'spawn ami undeprecate ami-0123456789abcdef0',
    'spawn ami undeprecate ami-0123456789abcdef0 --descendants',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const answer = await api.remove<ImageChange>(`/v1/images/${encodeURIComponent(id)}/deprecation`, {
      region: flags.text('region'),
      descendants: flags.on('descendants') || undefined,
    });
    return writeChange(context, answer, { changed: 'no longer deprecated', same: 'not deprecated' });
  },
};
