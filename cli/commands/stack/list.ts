import type { StackAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderStack, renderStacks } from '../../render/stacks';

/** Lists every stack that has images or a policy. */
export const listStacks: CommandSpec = {
  names: ['stack list'],
  summary: 'List stacks with the count of their images and their policies',
  arguments: [],
  flags: [],
  examples: ['spawn stack list', 'spawn stack list -o json'],
  run: async (_invocation, context) => {
    const stacks = await listAll<StackAnswer>(await context.api(), '/v1/stacks', 'stacks');
    await writeResult(context, stacks, () => renderStacks(stacks, context.styles, context.terminal.width));
  },
};

/** Shows one stack and its policy, defaults included. */
export const showStack: CommandSpec = {
  names: ['stack show'],
  summary: 'Show a stack: its images and the policy by which they are kept',
  arguments: [{ name: 'stack', description: 'name of the stack, such as pytorch' }],
  flags: [],
  examples: ['spawn stack show pytorch', 'spawn stack show pytorch -o json'],
  run: async ({ arguments: [stack = ''] }, context) => {
    const answer = await (await context.api()).get<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`);
    await writeResult(context, answer, () => renderStack(answer, context.styles));
  },
};
