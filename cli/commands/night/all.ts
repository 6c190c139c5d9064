import type { NightAnswer } from '../../../core/api/contract/night';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { exitCodes } from '../../framework/failure';
import { renderNight, renderNights } from '../../render/nights';
import { writeResult } from '../../render/layout/output';
import { countValue, dayValue, durationValue } from '../../framework/values';
import { poll } from '../../workflow/wait';

/** Runs the nightly checks now. */
export const nightly: CommandSpec = {
  names: ['nightly'],
  summary: 'Run the nightly checks now: catalog, health, rebuilds, cleanup and report',
  details:
    'One night runs at a time: while one does, it is that one which is followed. Exit code 1 when a step of it failed.',
  arguments: [],
  flags: [
    {
      name: 'wait',
      description: 'follow the night to its end and print its report; exit code 5 when --timeout runs out',
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'how long --wait waits, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: ['spawn nightly', 'spawn nightly --wait'],
  run: async ({ flags }, context) => {
    const api = await context.api();
    const { body: started } = await api.post<NightAnswer>('/v1/nightly', {});
    context.terminal.err(
      `${started.night} ${started.reused === true ? 'runs already' : 'started'}; its report: spawn nightly report ${started.night}\n`,
    );
    if (!flags.on('wait')) {
      await writeResult(context, started, () => '');
      return exitCodes.done;
    }
    return finishNight(context, started.night, flags.number('timeout'));
  },
};

/** Lists nights, newest first. */
export const listNights: CommandSpec = {
  names: ['nightly list'],
  summary: 'List nights, newest first',
  arguments: [],
  flags: [{ name: 'limit', value: 'count', description: 'how many at most (default: 14)', parse: countValue }],
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

/** Shows the report of a night. */
export const nightReport: CommandSpec = {
  names: ['nightly report'],
  summary: 'Show the report of a night: the last one, or that of a day',
  arguments: [{ name: 'night', description: 'id of the night (default: the last one)', optional: true }],
  flags: [
    {
      name: 'date',
      value: 'date',
      description: 'the last night that began on this day in UTC, such as 2026-01-14',
      parse: dayValue,
    },
  ],
  examples: ['spawn nightly report', 'spawn nightly report --date 2026-01-14'],
  run: async ({ arguments: [night], flags }, context) => {
    const asked = night ?? flags.text('date') ?? 'latest';
    const found = await (await context.api()).get<NightAnswer>(`/v1/nightly/${encodeURIComponent(asked)}`);
    await writeResult(context, found, () => renderNight(found));
  },
};

/** Follows a night to its end and prints its report. Exit code 1 when a step of it failed. */
export async function finishNight(context: Context, id: string, timeout?: number): Promise<number> {
  const api = await context.api();
  const patience = { what: id, again: 'spawn wait nightly', timeout };
  const night = await poll(
    context,
    patience,
    () => api.get<NightAnswer>(`/v1/nightly/${encodeURIComponent(id)}`),
    ({ status }) => status !== 'running',
  );
  await writeResult(context, night, () => renderNight(night));
  return night.status === 'complete' ? exitCodes.done : exitCodes.failed;
}
