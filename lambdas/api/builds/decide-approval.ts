import { updateRun } from '../../../aws/catalog/runs';
import { putEvent } from '../../../aws/flow/events';
import { answerOfRun } from '../../../core/api/shown-run';
import { decideApprovalRequest } from '../../../core/build/request';
import { decidedApproval } from '../../../core/run/approval';
import { requireRecord } from '../../../usecases/run/find';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Approves or rejects a build that waits for it, and records who did when and why. The wait is completed by an event,
 * or by the next sweep. Throws WrongState for a build that does not wait.
 */
export async function decideApproval({ path, body, caller, now }: HttpRequest): Promise<HttpAnswer> {
  const { decision, reason } = parse(decideApprovalRequest, body ?? {});
  const { build_id } = await requireRecord(path.id ?? '');
  const decided = await updateRun(
    build_id,
    (run) => ({ approval: decidedApproval(run, { decision, by: caller, reason }, now) }),
    now,
  );
  await putEvent('Wait Stored', { resource: `approval:${build_id}` });
  return { status: 202, body: answerOfRun(decided) };
}
