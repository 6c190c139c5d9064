import { getCleanup, listCleanupRecords, listRemovals } from '../../../aws/catalog/cleanups';
import { listCleanupsQuery, showCleanupQuery } from '../../../core/api/contract/cleanup';
import type { Cleanup } from '../../../core/cleanup/run';
import { savingsByStack } from '../../../core/cleanup/savings';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import { readPlan } from '../../../usecases/cleanup/read-plan';
import { isRunning } from '../../../usecases/cleanup/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

type ShownCleanup = Omit<Cleanup, 'status'> & { status: Cleanup['status'] | 'interrupted' };

/** Returns the cleanups, newest first. */
export async function listCleanups({ query }: HttpRequest): Promise<HttpAnswer> {
  const { limit = 50, cursor } = parse(listCleanupsQuery, query);
  const { cleanups, ...rest } = await listCleanupRecords(limit, cursor);
  return { status: 200, body: { cleanups: await Promise.all(cleanups.map(current)), ...rest } };
}

/** Returns one cleanup with a page of its plan, removals first, and the results of the removals. */
export async function showCleanup({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { limit = 500, cursor, decision } = parse(showCleanupQuery, query);
  const offset = offsetOf(cursor);
  const cleanup = await current(await getCleanup(path.id ?? ''));
  const [plan, removals] = await Promise.all([readPlan(cleanup), listRemovals(cleanup.cleanup_id)]);
  const rank = { remove: 0, keep: 1 };
  const lines = plan
    .filter((entry) => decision === undefined || entry.decision === decision)
    .sort((a, b) => rank[a.decision] - rank[b.decision]);
  const { items, ...rest } = pageOf(lines, limit, offset);
  const results = { removals: offset === 0 ? removals : [], by_stack: savingsByStack(plan) };
  return { status: 200, body: { ...cleanup, entries: items, ...results, ...rest } };
}

const isOpen = ({ status }: Cleanup): boolean => ['planning', 'waiting', 'removing'].includes(status);

/**
 * Returns a cleanup with the status of its execution: a stopped execution did not update the record. Reads the record
 * again, because it may have ended normally in the meantime.
 */
async function current(cleanup: Cleanup): Promise<ShownCleanup> {
  if (!isOpen(cleanup) || (await isRunning(cleanup))) return cleanup;
  const last = await getCleanup(cleanup.cleanup_id);
  return isOpen(last) ? { ...last, status: 'interrupted' } : last;
}
