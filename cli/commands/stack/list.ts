import type { StackAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderStacks } from '../../render/stacks';

/** Lists every stack that has images or a policy. */
export const listStacks: CommandSpec = {
  names: ['stack list'],
  summary: 'List stacks with the number of their images and their policies',
  arguments: [],
  flags: [],
  examples: ['spawn stack list', 'spawn stack list -o json'],
  run: async (_invocation, context) => {
    const stacks = await listAll<StackAnswer>(await context.api(), '/v1/stacks', 'stacks');
    await writeResult(context, stacks, () => renderStacks(stacks, context.styles, context.terminal.width));
  },
};
