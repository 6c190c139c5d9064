import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';

const buildArgument = { name: 'build', description: 'id of the build (bld-…)' };

/** Cancels a running build. */
export const cancelBuild: CommandSpec = {
  names: ['builds cancel'],
  summary: 'Cancel a running build and remove what it created',
  arguments: [buildArgument],
  flags: [],
  destructive: true,
  examples: ['spawn builds cancel bld-0mk3f2k1a7x2m9q4c', 'spawn builds cancel bld-0mk3f2k1a7x2m9q4c --yes'],
  run: async ({ arguments: [id = ''] }, context) => {
    if (!(await confirm(context, `Cancel ${id} and remove everything it created?`))) return declined;
    const run = await (await context.api()).remove<RunAnswer>(`/v1/builds/${encodeURIComponent(id)}`);
    await writeResult(context, run, () => `${id} is being cancelled\n`);
    return exitCodes.done;
  },
};
