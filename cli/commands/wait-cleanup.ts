import type { CleanupAnswer } from '../../core/cleanup-contract';
import type { Context } from '../context';
import { CommandFailure, exitCodes } from '../failure';
import { writeResult } from '../render/output';
import { poll } from '../waiting';

/** Waits until a cleanup has made its plan, or has carried it out. Exit code 1 when it failed or something could not be removed. */
export async function waitForCleanup(context: Context, id: string, timeout?: number): Promise<number> {
  const api = await context.api();
  const read = () => api.get<CleanupAnswer>(`/v1/cleanups/${encodeURIComponent(id)}`, { limit: 1 });
  const cleanup = await poll(context, { what: id, again: `spawn wait ${id}`, timeout }, read, ({ status }) => !['planning', 'waiting', 'removing'].includes(status));
  const { status, counts, failure } = cleanup;
  if (status === 'failed' || status === 'interrupted') throw new CommandFailure(`${id} ${status === 'failed' ? 'failed' : 'was interrupted'}${failure ? `: ${failure.message}` : ''}`, exitCodes.failed);
  await writeResult(context, cleanup, () => `${id} is ${status}: ${counts.removed} removed, ${counts.taken_back} kept after all, ${counts.failed} failed\n`);
  return counts.failed > 0 ? exitCodes.failed : exitCodes.done;
}
