import type { Cleanup, Removal } from '../../core/cleanup/run';
import { SpawnError } from '../../core/errors';
import { isAbsent, readItem, removeItem, writeItem, type Key } from './store/items';
import { findAll, findPage } from './store/queries';
import { retried } from './store/races';

const mostRaces = 20;
const daysKept = 30;

/** The lock of cleanups: one cleanup at a time removes images. */
export interface CleanupLock {
  cleanup_id: string;
  execution_arn: string;
  /** When the lock was taken, RFC 3339 in UTC; absent once it is known that the execution was not started. */
  taken_at?: string;
  /** Ended cleanups that have left images disabled. */
  unsettled?: string[];
}

/** Writes the record of a new cleanup, which expires after 30 days. Throws CatalogConflict when its id is taken. */
export async function createCleanup(cleanup: Omit<Cleanup, 'revision'>): Promise<Cleanup> {
  const stored: Cleanup = { ...cleanup, revision: 1 };
  if (await writeItem(placementOf(stored), stored, isAbsent)) return stored;
  throw new SpawnError(
    'CatalogConflict',
    `the cleanup ${cleanup.cleanup_id} already exists: start again with another id.`,
    { cleanup_id: cleanup.cleanup_id },
  );
}

/** Returns the record of a cleanup; undefined when there is none or it has expired. */
export async function findCleanup(id: string): Promise<Cleanup | undefined> {
  return readItem<Cleanup>(keyOf(id));
}

/** Returns the record of a cleanup, read consistently. Throws CleanupNotFound. */
export async function getCleanup(id: string): Promise<Cleanup> {
  const found = await findCleanup(id);
  if (found) return found;
  throw new SpawnError(
    'CleanupNotFound',
    `there is no cleanup ${id.slice(0, 80)}: plans are kept for ${daysKept} days; list them with spawn ami cleanups.`,
    { cleanup_id: id },
  );
}

/**
 * Changes the record of a cleanup by a rule, which may run several times; undefined from the rule leaves the record as
 * it is. Throws CatalogConflict after too many concurrent changes.
 */
export async function updateCleanup(
  id: string,
  change: (cleanup: Cleanup) => Partial<Cleanup> | undefined,
  now: Date,
): Promise<Cleanup> {
  return retried(async () => {
    const cleanup = await getCleanup(id);
    const changed = change(cleanup);
    if (!changed) return cleanup;
    const stored: Cleanup = { ...cleanup, ...changed, updated_at: now.toISOString(), revision: cleanup.revision + 1 };
    if (
      await writeItem(placementOf(stored), stored, {
        expression: 'revision = :revision',
        values: { ':revision': cleanup.revision },
      })
    )
      return stored;
    throw new SpawnError('CatalogConflict', `the record of ${id} is changed by concurrent requests: retry.`, {
      cleanup_id: id,
    });
  }, mostRaces);
}

/** Returns a page of the cleanups, newest first. */
export async function listCleanupRecords(
  limit: number,
  cursor?: string,
): Promise<{ cleanups: Cleanup[]; cursor?: string }> {
  const page = await findPage<Cleanup>({ index: 'gsi1', partition: 'CLEANUPS', descending: true }, { limit, cursor });
  return { cleanups: page.items, ...(page.cursor && { cursor: page.cursor }) };
}

/** Writes the state of one removal, over an earlier one. */
export async function putRemoval(removal: Removal): Promise<void> {
  const expires_at = expiryOf(removal.marked_at);
  await writeItem({ ...removalKey(removal), expires_at }, removal);
}

/** Returns the recorded state of a removal, or the given one when nothing is recorded. */
export async function currentRemoval(removal: Removal): Promise<Removal> {
  return (await readItem<Removal>(removalKey(removal))) ?? removal;
}

/** Returns everything that a cleanup has marked, with the results. */
export function listRemovals(id: string): Promise<Removal[]> {
  return findAll<Removal>({ partition: keyOf(id).pk, startsWith: 'REMOVAL#' });
}

/**
 * Takes the lock of cleanups for an execution, also from a holder that has ended. Returns false when another execution
 * holds it.
 */
export function takeCleanupLock(lock: CleanupLock, former?: CleanupLock): Promise<boolean> {
  return writeItem(lockKey, lock, {
    expression: `${isAbsent.expression} OR execution_arn = :own${former ? ' OR execution_arn = :former' : ''}`,
    values: { ':own': lock.execution_arn, ...(former && { ':former': former.execution_arn }) },
  });
}

/** Returns the lock of cleanups; undefined when it is free. */
export function readCleanupLock(): Promise<CleanupLock | undefined> {
  return readItem<CleanupLock>(lockKey);
}

/** Releases the lock if the cleanup holds it. Returns whether it did. */
export function releaseCleanupLock(id: string): Promise<boolean> {
  return removeItem(lockKey, { expression: 'cleanup_id = :own', values: { ':own': id } });
}

const lockKey: Key = { pk: 'LOCK#cleanup', sk: 'LOCK' };

function keyOf(id: string): Key {
  return { pk: `CLEANUP#${id}`, sk: 'CLEANUP' };
}

function removalKey({ cleanup_id, kind, region, id }: Removal): Key {
  return { pk: keyOf(cleanup_id).pk, sk: `REMOVAL#${kind}#${region}#${id}` };
}

function placementOf({ cleanup_id, created_at }: Cleanup) {
  return {
    ...keyOf(cleanup_id),
    gsi1pk: 'CLEANUPS',
    gsi1sk: `${created_at}#${cleanup_id}`,
    expires_at: expiryOf(created_at),
  };
}

function expiryOf(from: string): number {
  return Math.ceil(Date.parse(from) / 1000) + daysKept * 86_400;
}
