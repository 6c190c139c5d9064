import type { DoctorAnswer } from '../../../core/doctor/contract';
import { worstResult } from '../../../core/doctor/finding';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { renderFindings } from '../../render/findings';
import { writeResult } from '../../render/layout/output';

/** Examines the account after a deploy. */
export const doctor: CommandSpec = {
  names: ['doctor'],
  summary: 'Examine whether the account lets the deployment do its work',
  details:
    'Looks at what only the account can tell: permissions by IAM’s simulation, a launch that EC2 only tries, the way from builders to Systems Manager, quotas, public access, schedules and rules. Nothing is changed. What could not be looked at is unknown. Exit code 1 when something failed.',
  arguments: [],
  flags: [],
  examples: ['spawn doctor', 'spawn doctor -o json'],
  run: async (_invocation, context) => {
    const api = await context.api();
    const { cursor: start, examined_at, findings } = await api.get<DoctorAnswer>('/v1/doctor');
    for (let cursor = start; cursor !== undefined;) {
      context.terminal.err('IAM is slow to answer; examining more roles\n');
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
