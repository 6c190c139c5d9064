import { tagKeys } from '../../../core/tags';
import type { DebtsAnswer } from '../../../core/model/debt';
import type { CommandSpec } from '../../framework/command';
import { renderDebts } from '../../render/debts';
import { writeResult } from '../../render/layout/output';

/** Lists resources that could not be removed yet. */
export const listDebts: CommandSpec = {
  names: ['debts'],
  summary: 'List resources that builds left behind',
  details: `Lists what still exists. The reaper retries each of them every few minutes and removes it from the list once it is deleted. The error LeftoverStays marks resources that the reaper keeps because of doubt or the tag ${tagKeys.keep}. The list is normally empty.`,
  arguments: [],
  flags: [],
  examples: ['spawn debts', 'spawn debts -o json'],
  run: async (_parsed, context) => {
    const { debts } = await (await context.api()).get<DebtsAnswer>('/v1/debts');
    await writeResult(context, debts, () => renderDebts(debts, context.styles, context.terminal.width));
  },
};
