import type { NightAnswer } from '../../../core/api/contract/night';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { renderNights } from '../../render/nights';
import { writeResult } from '../../render/layout/output';
import { countValue } from '../../framework/values';

/** Lists nightly runs, newest first. */
export const listNights: CommandSpec = {
  names: ['nightly list'],
  summary: 'List nightly runs, newest first',
  arguments: [],
  flags: [{ name: 'limit', value: 'count', description: 'maximum number to list (default: 14)', parse: countValue }],
  examples: ['spawn nightly list', 'spawn nightly list --limit 60 -o json'],
  run: async ({ flags }, context) => {
    const limit = flags.number('limit') ?? 14;
    const nights = await listAll<NightAnswer>(
      await context.api(),
      '/v1/nightly',
      'nights',
      { limit: Math.min(limit, 100) },
      limit,
    );
    await writeResult(context, nights, () =>
      renderNights(nights, context.now(), context.styles, context.terminal.width),
    );
  },
};
