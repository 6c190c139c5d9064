import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderRun } from '../../render/runs';
import { runPath } from '../../workflow/wait';

/** Shows one build or operation. */
export const showBuild: CommandSpec = {
  names: ['builds show'],
  summary: 'Show the stages, regions, images and failure of a build',
  arguments: [{ name: 'build', description: 'id of the build (bld-…) or operation (op-…)' }],
  flags: [],
  examples: ['spawn builds show bld-0mk3f2k1a7x2m9q4c', 'spawn builds show bld-0mk3f2k1a7x2m9q4c -o json'],
  run: async ({ arguments: [id = ''] }, context) => {
    const run = await (await context.api()).get<RunAnswer>(runPath(id));
    await writeResult(context, run, () => renderRun(run, context.styles));
  },
};
