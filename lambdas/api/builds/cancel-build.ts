import { updateRun } from '../../../aws/catalog/runs';
import { putEvent } from '../../../aws/flow/events';
import { answerOfRun } from '../../../core/api/shown-run';
import { SpawnError } from '../../../core/errors';
import { endOfRun, tellEnd } from '../../../usecases/run/end';
import { requireRecord } from '../../../usecases/run/find';
import type { HttpAnswer, HttpRequest } from '../../../usecases/runtime/http';

/**
 * Cancels a run: its current wait fails at once, and later steps create nothing. Ends a record that says running
 * although its execution has ended. Throws BuildOver when the record has ended.
 */
export async function cancelBuild({ path, now }: HttpRequest): Promise<HttpAnswer> {
  const run = await requireRecord(path.id ?? '');
  if (run.status !== 'running')
    throw new SpawnError(
      'BuildOver',
      `${run.build_id} has already ended (${run.status}): there is nothing to cancel.`,
      {
        status: run.status,
      },
    );
  const cancelled = await updateRun(run.build_id, { cancel_requested: true }, now);
  const end = await endOfRun(run, now);
  if (end) await tellEnd(run, end);
  else await putEvent('Cancel Requested', { build_id: run.build_id });
  return { status: 202, body: answerOfRun(cancelled) };
}
