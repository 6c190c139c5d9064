import type { CleanupAnswer } from '../../client/answers';
import { finishCleanup, tellHowToGoOn } from '../../workflow/cleanup';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { durationValue } from '../../framework/values';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Removes one image and its copies. */
export const deleteAmi: CommandSpec = {
  names: ['ami delete'],
  summary: 'Remove an image and its copies in all regions, with their snapshots',
  details:
    'A cleanup of exactly these images, with its protections and its grace: what is in use, is tagged to be kept or is the last of its kind stays, with exit code 4. spawn cleanup-amis with the id shows the plan first.',
  arguments: [imageArgument],
  flags: [
    imageRegionFlag,
    { name: 'no-wait', description: 'do not follow it to its end' },
    {
      name: 'timeout',
      value: 'duration',
      description: 'how long to follow it, such as 2h (default: 1d); exit code 5 when it runs out',
      parse: durationValue,
    },
  ],
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
        `Remove ${id} ${region === undefined ? 'and its copies in all regions' : `in ${region}`}, with the snapshots?`,
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
