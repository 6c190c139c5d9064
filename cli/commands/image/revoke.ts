import type { RevocationAnswer } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import { dryRunFlag, writeDryRun } from '../../workflow/dry-run';
import type { CommandSpec } from '../../framework/command';
import { confirm, declined } from '../../framework/prompt';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Revokes an image and its copies, with --descendants also the images built on them. */
export const revokeAmi: CommandSpec = {
  names: ['ami revoke', 'revoke-ami'],
  summary: 'Block launches of an image and its copies',
  details:
    'For dangerous images, not for outdated ones. The image is disabled in EC2 in all regions, and every request for it is refused with the reason. Running instances are not affected. ' +
    'The shares are recorded; `ami restore` restores them.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'reason',
      value: 'text',
      required: true,
      description: 'reason, at most 256 characters; shown to everyone who requests the image',
    },
    { name: 'descendants', description: 'also revoke the images that were built on it' },
    dryRunFlag,
    imageRegionFlag,
  ],
  examples: [
    'spawn ami revoke ami-0123456789abcdef0 --reason "CVE-2026-1234 in openssl"',
    'spawn revoke-ami ami-0123456789abcdef0 --reason "leaked key" --descendants --yes',
  ],
  destructive: true,
  run: async ({ arguments: [id = ''], flags }, context) => {
    if (flags.on('dry-run'))
      return writeDryRun(context, id, 'revoked', {
        region: flags.text('region'),
        descendants: flags.on('descendants'),
      });
    const descendants = flags.on('descendants');
    if (
      !(await confirm(
        context,
        `Revoked images cannot be launched. Revoke ${id}${descendants ? ', the images built on it,' : ''} and the copies?`,
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
      { changed: 'revoked', same: 'already revoked for this reason' },
      { descendants: body.descendants },
    );
  },
};
