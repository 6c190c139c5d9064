import type { NightAnswer } from '../../../core/api/contract/night';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { durationValue } from '../../framework/values';
import { finishNight } from '../../workflow/night';

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
