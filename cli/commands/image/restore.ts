import type { RevocationAnswer } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Takes a revocation back. */
export const restoreAmi: CommandSpec = {
  names: ['ami restore', 'restore-ami'],
  summary: 'Take the revocation of an image and its copies back, and share them as they were',
  arguments: [imageArgument],
  flags: [
    { name: 'reason', value: 'text', description: 'why, for the history' },
    { name: 'descendants', description: 'restore the images that were built on it and revoked with it too' },
    imageRegionFlag,
  ],
  examples: [
    'spawn ami restore ami-0123456789abcdef0 --reason "false alarm"',
    'spawn ami restore ami-0123456789abcdef0 --descendants',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).remove<RevocationAnswer>(`/v1/images/${encodeURIComponent(id)}/revocation`, {
      region: flags.text('region'),
      reason: flags.text('reason'),
      descendants: flags.on('descendants') || undefined,
    });
    return writeChange(
      context,
      answer,
      { changed: 'restored', same: 'was not revoked' },
      { descendants: answer.descendants },
    );
  },
};
