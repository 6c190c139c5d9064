import type { NightAnswer } from '../../../core/api/contract/night';
import type { CommandSpec } from '../../framework/command';
import { renderNight } from '../../render/nights';
import { writeResult } from '../../render/layout/output';
import { dayValue } from '../../framework/values';

/** Shows the report of a nightly run. */
export const nightReport: CommandSpec = {
  names: ['nightly report'],
  summary: 'Show the report of a nightly run (default: the latest)',
  arguments: [{ name: 'night', description: 'id of the nightly run (default: the latest)', optional: true }],
  flags: [
    {
      name: 'date',
      value: 'date',
      description: 'latest nightly run that started on this day (UTC), such as 2026-01-14',
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
