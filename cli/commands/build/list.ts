import type { RunAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderRun, renderRuns } from '../../render/runs';
import { countValue } from '../../framework/values';
import { runPath } from '../../workflow/wait';

const buildArgument = { name: 'build', description: 'id of the build (bld-…)' };

/** Lists builds, newest first. */
export const listBuilds: CommandSpec = {
  names: ['builds list'],
  summary: 'List builds, newest first',
  arguments: [],
  flags: [
    {
      name: 'status',
      value: 'status',
      choices: ['running', 'succeeded', 'failed', 'cancelled'],
      description: 'only builds of this status',
    },
    { name: 'limit', value: 'count', description: 'how many at most (default: 20)', parse: countValue },
  ],
  examples: ['spawn builds list', 'spawn builds list --status running -o json'],
  run: async ({ flags }, context) => {
    const limit = flags.number('limit') ?? 20;
    const query = { status: flags.text('status'), limit: Math.min(limit, 100) };
    const runs = await listAll<RunAnswer>(await context.api(), '/v1/builds', 'builds', query, limit);
    await writeResult(context, runs, () => renderRuns(runs, context.now(), context.styles, context.terminal.width));
  },
};

/** Shows one build, or an operation. */
export const showBuild: CommandSpec = {
  names: ['builds show'],
  summary: 'Show a build: its stages, regions, images and why it failed',
  arguments: [{ name: 'build', description: 'id of the build (bld-…) or operation (op-…)' }],
  flags: [],
  examples: ['spawn builds show bld-0mk3f2k1a7x2m9q4c', 'spawn builds show bld-0mk3f2k1a7x2m9q4c -o json'],
  run: async ({ arguments: [id = ''] }, context) => {
    const run = await (await context.api()).get<RunAnswer>(runPath(id));
    await writeResult(context, run, () => renderRun(run, context.styles));
  },
};

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
