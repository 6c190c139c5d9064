import type { RevocationAnswer } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Undoes a revocation, and takes back what a cleanup has marked. */
export const restoreAmi: CommandSpec = {
  names: ['ami restore', 'restore-ami'],
  summary: 'Undo the revocation of an image and its copies',
  details:
    'Launches are allowed again, and the shares are restored. Cancels what `deprecate-ami --disable-at` and `--remove-at` scheduled. Keeps an image that a cleanup has marked, until a minute before its grace period ends.',
  arguments: [imageArgument],
  flags: [
    { name: 'reason', value: 'text', description: 'reason to record in the history' },
    { name: 'descendants', description: 'also restore the images that were built on it and revoked with it' },
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
      { changed: 'restored', same: 'not revoked, not marked by a cleanup, and nothing is scheduled' },
      { descendants: answer.descendants },
    );
  },
};
