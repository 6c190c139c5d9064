import type { CleanupAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { renderCleanups } from '../../render/cleanups';
import { writeResult } from '../../render/layout/output';
import { countValue } from '../../framework/values';

/** Lists cleanups, newest first. */
export const listCleanups: CommandSpec = {
  names: ['ami cleanups'],
  summary: 'List cleanups of the last 30 days, newest first',
  details: 'To show one cleanup: spawn cleanup-amis --plan ID --dry-run --all.',
  arguments: [],
  flags: [{ name: 'limit', value: 'count', description: 'maximum number to list (default: 20)', parse: countValue }],
  examples: ['spawn ami cleanups', 'spawn ami cleanups --limit 100 -o json'],
  run: async ({ flags }, context) => {
    const limit = flags.number('limit') ?? 20;
    const cleanups = await listAll<CleanupAnswer>(
      await context.api(),
      '/v1/cleanups',
      'cleanups',
      { limit: Math.min(limit, 100) },
      limit,
    );
    await writeResult(context, cleanups, () =>
      renderCleanups(cleanups, context.now(), context.styles, context.terminal.width),
    );
  },
};
