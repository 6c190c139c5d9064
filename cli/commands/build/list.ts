import { runKinds } from '../../../core/model/run';
import type { RunAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderRuns } from '../../render/runs';
import { countValue } from '../../framework/values';

/** Lists builds and operations, newest first. */
export const listBuilds: CommandSpec = {
  names: ['builds list'],
  summary: 'List builds and operations, newest first',
  arguments: [],
  flags: [
    {
      name: 'kind',
      value: 'kind',
      choices: runKinds,
      description: 'only runs of this kind, such as build (default: all)',
    },
    {
      name: 'status',
      value: 'status',
      choices: ['running', 'succeeded', 'failed', 'cancelled'],
      description: 'only runs with this status',
    },
    { name: 'limit', value: 'count', description: 'maximum number to list (default: 20)', parse: countValue },
  ],
  examples: ['spawn builds list', 'spawn builds list --kind build', 'spawn builds list --status running -o json'],
  run: async ({ flags }, context) => {
    const limit = flags.number('limit') ?? 20;
    const query = { kind: flags.text('kind') ?? 'all', status: flags.text('status'), limit: Math.min(limit, 100) };
    const runs = await listAll<RunAnswer>(await context.api(), '/v1/builds', 'builds', query, limit);
    await writeResult(context, runs, () => renderRuns(runs, context.now(), context.styles, context.terminal.width));
  },
};
