import type { StackAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderStack } from '../../render/stacks';

/** Shows one stack and its policy, including defaults. */
export const showStack: CommandSpec = {
  names: ['stack show'],
  summary: 'Show the images and the policy of a stack',
  arguments: [{ name: 'stack', description: 'name of the stack, such as pytorch' }],
  flags: [],
  examples: ['spawn stack show pytorch', 'spawn stack show pytorch -o json'],
  run: async ({ arguments: [stack = ''] }, context) => {
    const answer = await (await context.api()).get<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`);
    await writeResult(context, answer, () => renderStack(answer, context.styles));
  },
};
