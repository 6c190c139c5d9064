import type { DebtsAnswer } from '../../core/debt';
import type { CommandSpec } from '../command';
import { renderDebts } from '../render/debts';
import { writeResult } from '../render/output';

/** Lists what could not be removed yet. */
export const listDebts: CommandSpec = {
  names: ['debts'],
  summary: 'List what builds left behind and is still there',
  details: 'The reaper tries each again every few minutes, and takes it off the list once it is gone. LeftoverStays is what it keeps: in doubt, or for its tag spawn:keep. An empty list is what should be.',
  arguments: [],
  flags: [],
  examples: ['spawn debts', 'spawn debts -o json'],
  run: async (_parsed, context) => {
    const { debts } = await (await context.api()).get<DebtsAnswer>('/v1/debts');
    await writeResult(context, debts, () => renderDebts(debts, context.styles, context.terminal.width));
  },
};
