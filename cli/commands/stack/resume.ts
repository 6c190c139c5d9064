import type { ResumeStackAnswer } from '../../../core/api/contract/stack-resumption';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';

/** Lets the night rebuild a stack again. */
export const resumeStack: CommandSpec = {
  names: ['stack resume'],
  summary: 'Let the night rebuild a stack again whose rebuilds failed too often',
  details: 'A build of the stack that is published does the same.',
  arguments: [{ name: 'stack', description: 'name of the stack' }],
  flags: [],
  examples: ['spawn stack resume pytorch'],
  run: async ({ arguments: [stack = ''] }, context) => {
    const { body } = await (
      await context.api()
    ).post<ResumeStackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}/resume`, {});
    await writeResult(context, body, () =>
      body.resumed.length === 0
        ? `${stack}: no rebuild had failed\n`
        : `${stack}: rebuilt again from the next night on (${body.resumed.join(', ')})\n`,
    );
  },
};
