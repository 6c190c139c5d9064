import type { ResumeStackAnswer } from '../../../core/api/contract/stack-resumption';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';

/** Resumes the nightly rebuilds of a stack. */
export const resumeStack: CommandSpec = {
  names: ['stack resume'],
  summary: 'Resume nightly rebuilds of a stack after repeated failures',
  details: 'A build of the stack that is published also resumes them.',
  arguments: [{ name: 'stack', description: 'name of the stack' }],
  flags: [],
  examples: ['spawn stack resume pytorch'],
  run: async ({ arguments: [stack = ''] }, context) => {
    const { body } = await (
      await context.api()
    ).post<ResumeStackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}/resume`, {});
    await writeResult(context, body, () =>
      body.resumed.length === 0
        ? `${stack}: there were no failed rebuilds\n`
        : `${stack}: rebuilds resume with the next nightly run (${body.resumed.join(', ')})\n`,
    );
  },
};
