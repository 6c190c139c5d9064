import type { DoctorAnswer } from '../../../core/doctor/contract';
import { worstResult } from '../../../core/doctor/finding';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { renderFindings } from '../../render/findings';
import { writeResult } from '../../render/layout/output';

/** Checks the account after a deployment. */
export const doctor: CommandSpec = {
  names: ['doctor'],
  summary: 'Check that the account is set up for the deployment',
  details:
    'Checks what depends on the account: permissions (IAM policy simulation), a launch (EC2 dry run), the connection from builders to Systems Manager, quotas, public access, schedules and rules. Changes nothing. A check that cannot be completed has the result unknown. Exit code 1 if a check failed.',
  arguments: [],
  flags: [],
  examples: ['spawn doctor', 'spawn doctor -o json'],
  run: async (_invocation, context) => {
    const api = await context.api();
    const { cursor: start, examined_at, findings } = await api.get<DoctorAnswer>('/v1/doctor');
    for (let cursor = start; cursor !== undefined;) {
      context.messages.note('IAM responds slowly; checking more roles');
      const more = await api.get<DoctorAnswer>('/v1/doctor', { cursor });
      findings.push(...more.findings);
      cursor = more.cursor;
    }
    const result = worstResult(findings);
    await writeResult(context, { result, examined_at, findings }, () =>
      renderFindings(findings, context.styles, context.terminal.width),
    );
    return result === 'failed' ? exitCodes.failed : exitCodes.done;
  },
};
