import { getCleanup, listRemovals } from '../../../aws/catalog/cleanups';
import { applyCleanupRequest } from '../../../core/api/contract/cleanup';
import { SpawnError } from '../../../core/errors';
import { applyCleanup as apply, isRunning } from '../../../usecases/cleanup/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const mostDays = 7;

/**
 * Executes a plan, or continues an interrupted execution. While it runs, returns its state; when nothing is left to do,
 * returns how it ended. Throws WrongState for a plan that is not complete or older than a week, and for a limit below
 * the number of images that an interrupted execution has marked.
 */
export async function applyCleanup(request: HttpRequest): Promise<HttpAnswer> {
  const { limit } = parse(applyCleanupRequest, request.body ?? {});
  const cleanup = await getCleanup(request.path.id ?? '');
  const { cleanup_id, status, counts } = cleanup;
  const running =
    (status === 'planning' || status === 'waiting' || status === 'removing') && (await isRunning(cleanup));
  if (running && status === 'planning' && !cleanup.apply)
    throw new SpawnError('WrongState', `the plan of ${cleanup_id} is not ready yet: retry in a moment.`, {
      cleanup_id,
    });
  if (running) return { status: 202, body: cleanup };
  if (cleanup.regions.length === 0)
    throw new SpawnError(
      'WrongState',
      `${cleanup_id} has no plan${cleanup.failure ? `: ${cleanup.failure.message}` : ''}: plan again.`,
      { cleanup_id },
    );
  if (counts.remove <= counts.removed + counts.taken_back) return { status: 200, body: cleanup };
  if (request.now.getTime() - Date.parse(cleanup.created_at) > mostDays * 86_400_000) {
    throw new SpawnError('WrongState', `the plan of ${cleanup_id} is more than ${mostDays} days old: plan again.`, {
      cleanup_id,
    });
  }
  const most = limit ?? cleanup.limit;
  const marked = (await listRemovals(cleanup_id)).filter((removal) => removal.status === 'marked').length;
  if (marked > most)
    throw new SpawnError(
      'WrongState',
      `${cleanup_id} was interrupted after it had marked ${marked} images, which are removed first: the limit ${most} is too low, use at least ${marked}.`,
      { cleanup_id, marked },
    );
  return { status: 202, body: await apply(cleanup, most, request.now) };
}
