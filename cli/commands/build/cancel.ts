import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';

const buildArgument = { name: 'build', description: 'id of the build (bld-…)' };

/** Cancels a build that runs. */
export const cancelBuild: CommandSpec = {
  names: ['builds cancel'],
  summary: 'Cancel a build that runs; what it made is removed',
  arguments: [buildArgument],
  flags: [],
  destructive: true,
  examples: ['spawn builds cancel bld-0mk3f2k1a7x2m9q4c', 'spawn builds cancel bld-0mk3f2k1a7x2m9q4c --yes'],
  run: async ({ arguments: [id = ''] }, context) => {
    if (!(await confirm(context, `Cancel ${id} and remove what it made?`))) return declined;
    const run = await (await context.api()).remove<RunAnswer>(`/v1/builds/${encodeURIComponent(id)}`);
    await writeResult(context, run, () => `${id} is being cancelled\n`);
    return exitCodes.done;
  },
};
