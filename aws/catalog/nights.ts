import type { Night } from '../../core/night/record';
import { isAbsent, readItem, removeItem, writeItem, type Key } from './store/items';
import { findPage, type CatalogPage } from './store/queries';

/** Who holds the one place of a running night. */
export interface NightLock {
  night: string;
  execution_arn: string;
  claimed_at: string;
}

const lockKey: Key = { pk: 'NIGHTLY-LOCK', sk: 'LOCK' };

/** Writes the record of a night, over what was known of it. */
export async function putNight(night: Night): Promise<void> {
  await writeItem({ ...keyOf(night.night), gsi1pk: 'NIGHTLY', gsi1sk: `${night.started_at}#${night.night}` }, night);
}

/** The record of a night; undefined when there is none. */
export function getNight(night: string): Promise<Night | undefined> {
  return readItem<Night>(keyOf(night));
}

/** A page of nights, newest first; those that began on a day (`2026-01-14`) if one is named. */
export function listNights(page: { limit: number; cursor?: string; date?: string }): Promise<CatalogPage<Night>> {
  return findPage<Night>(
    { index: 'gsi1', partition: 'NIGHTLY', descending: true, ...(page.date && { startsWith: page.date }) },
    page,
  );
}

/** Who holds the place of the running night; undefined when nobody does. */
export function readNightLock(): Promise<NightLock | undefined> {
  return readItem<NightLock>(lockKey);
}

/** Takes the place of the running night, in place of a former one that is over if one is named; whether it did. */
export function takeNightLock(lock: NightLock, former = lock.night): Promise<boolean> {
  return writeItem(lockKey, lock, {
    expression: `${isAbsent.expression} OR night IN (:night, :former)`,
    values: { ':night': lock.night, ':former': former },
  });
}

/** Lets the next night begin, if this one holds the place; whether it did. */
export function releaseNightLock(night: string): Promise<boolean> {
  return removeItem(lockKey, { expression: 'night = :night', values: { ':night': night } });
}

function keyOf(night: string): Key {
  return { pk: `NIGHTLY#${night}`, sk: 'NIGHTLY' };
}
