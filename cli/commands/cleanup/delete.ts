import type { CleanupAnswer } from '../../client/answers';
import { finishCleanup, tellHowToGoOn } from '../../workflow/cleanup';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { cleanupTimeoutFlag, imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Removes one image and its copies. */
export const deleteAmi: CommandSpec = {
  names: ['ami delete'],
  summary: 'Remove an image and its copies with their snapshots',
  details:
    'Runs a cleanup of these images only, with its protections and grace period: an image that is in use, tagged to be kept or the last usable one of its variant is kept (exit code 4). To see the plan first: spawn cleanup-amis AMI.',
  arguments: [imageArgument],
  flags: [imageRegionFlag, { name: 'no-wait', description: 'do not wait for the removal to end' }, cleanupTimeoutFlag],
  destructive: true,
  examples: [
    'spawn ami delete ami-0123456789abcdef0',
    'spawn ami delete ami-0123456789abcdef0 --region eu-west-1 --yes',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const region = flags.text('region');
    if (
      !(await confirm(
        context,
        `Remove ${id} ${region === undefined ? 'and its copies in all regions' : `in ${region}`}, with their snapshots?`,
      ))
    )
      return declined;
    const cleanup = await (
      await context.api()
    ).remove<CleanupAnswer>(`/v1/images/${encodeURIComponent(id)}`, { region });
    if (!flags.on('no-wait')) return finishCleanup(context, cleanup.cleanup_id, flags.number('timeout'));
    tellHowToGoOn(context, cleanup.cleanup_id);
    await writeResult(context, cleanup, () => '');
    return exitCodes.done;
  },
};
