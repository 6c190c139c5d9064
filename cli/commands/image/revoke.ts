import type { RevocationAnswer } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { confirm, declined } from '../../framework/prompt';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Revokes an image and its copies, and if asked what was built on them. */
export const revokeAmi: CommandSpec = {
  names: ['ami revoke', 'revoke-ami'],
  summary: 'Revoke an image and its copies: nobody can launch them any more',
  details:
    'For an image that is dangerous, not merely old: it is disabled in EC2 in all regions and refused everywhere, with the reason. Instances that run are left alone. ' +
    'Who it was shared with is kept, and comes back with ami restore.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'reason',
      value: 'text',
      required: true,
      description: 'why, in at most 256 characters; whoever asks for the image is told',
    },
    { name: 'descendants', description: 'revoke the images that were built on it too' },
    imageRegionFlag,
  ],
  examples: [
    'spawn ami revoke ami-0123456789abcdef0 --reason "CVE-2026-1234 in openssl"',
    'spawn revoke-ami ami-0123456789abcdef0 --reason "leaked key" --descendants --yes',
  ],
  destructive: true,
  run: async ({ arguments: [id = ''], flags }, context) => {
    const descendants = flags.on('descendants');
    if (
      !(await confirm(
        context,
        `Revoke ${id}${descendants ? ', all that was built on it' : ''} and the copies, so that nobody can launch them?`,
      ))
    )
      return declined;
    const { body } = await (
      await context.api()
    ).post<RevocationAnswer>(`/v1/images/${encodeURIComponent(id)}/revocation`, {
      reason: flags.text('reason'),
      ...(descendants && { descendants }),
      region: flags.text('region'),
    });
    return writeChange(
      context,
      body,
      { changed: 'revoked', same: 'was revoked for this reason already' },
      { descendants: body.descendants },
    );
  },
};
