import type { HistoryAnswer } from '../../../core/history/contract';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { countValue, pastValue } from '../../framework/values';
import { renderHistory } from '../../render/history';
import { writeResult } from '../../render/layout/output';

type Event = HistoryAnswer['events'][number];

/** Lists what was done to images, policies and by launches. */
export const showHistory: CommandSpec = {
  names: ['history'],
  summary: 'List what was done, when and by whom',
  details:
    'Lists the life-cycle actions on images, the changes of policies and of Allowed AMIs, and launches, newest first. Actions without a person are those of the nightly run. The setting export_history of the deployment also writes the history to its bucket every night.',
  arguments: [],
  flags: [
    { name: 'by', value: 'who', description: 'only actions of callers whose ARN contains this, such as a user name' },
    {
      name: 'since',
      value: 'date|duration',
      description: 'start, such as 2026-03-01 or 7d ago (default: 30 days ago)',
      parse: pastValue,
    },
    { name: 'stack', value: 'stack', description: 'only actions on this stack and its images' },
    { name: 'limit', value: 'count', description: 'maximum number to list (default: 100)', parse: countValue },
  ],
  examples: ['spawn history --since 7d', 'spawn history --by alice --stack pytorch -o json'],
  run: async ({ flags }, context) => {
    const limit = flags.number('limit') ?? 100;
    const api = await context.api();
    const query = {
      by: flags.text('by'),
      since: flags.parsed<ReturnType<typeof pastValue>>('since')?.(api.now()),
      stack: flags.text('stack'),
      limit: Math.min(limit, 1000),
    };
    const events = await listAll<Event>(api, '/v1/history', 'events', query, limit);
    await writeResult(context, events, () => renderHistory(events, context.styles, context.terminal.width));
  },
};
