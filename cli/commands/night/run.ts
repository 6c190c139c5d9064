import type { NightAnswer } from '../../../core/api/contract/night';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { durationValue } from '../../framework/values';
import { finishNight } from '../../workflow/night';

/** Runs the nightly checks now. */
export const nightly: CommandSpec = {
  names: ['nightly'],
  summary: 'Run the nightly checks now',
  details:
    'The nightly checks update the catalog, check health, rebuild, clean up and send a report. Only one nightly run is active at a time; if one is active, the command follows it. Exit code 1 if a step failed.',
  arguments: [],
  flags: [
    {
      name: 'wait',
      description: 'wait for the run to end and print its report; exit code 5 if --timeout expires',
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time for --wait, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: ['spawn nightly', 'spawn nightly --wait'],
  run: async ({ flags }, context) => {
    const api = await context.api();
    const { body: started } = await api.post<NightAnswer>('/v1/nightly', {});
    context.messages.note(
      `${started.night} ${started.reused === true ? 'is already running' : 'started'}; report: spawn nightly report ${started.night}`,
    );
    if (!flags.on('wait')) {
      await writeResult(context, started, () => '');
      return exitCodes.done;
    }
    return finishNight(context, started.night, flags.number('timeout'));
  },
};
