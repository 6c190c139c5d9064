import type { NightCosts } from '../../core/cost/history';
import type { Night } from '../../core/night/record';
import { isAbsent, readItem, removeItem, writeItem, type Key } from './store/items';
import { findPage, type CatalogPage } from './store/queries';

/** The lock of nightly runs: one runs at a time. */
export interface NightLock {
  night: string;
  execution_arn: string;
  claimed_at: string;
}

const costsKey = 'NIGHTLY-COSTS';
const daysOfCosts = 400;
const lockKey: Key = { pk: 'NIGHTLY-LOCK', sk: 'LOCK' };

/** Writes the record of a nightly run, over an earlier one. */
export async function putNight(night: Night): Promise<void> {
  await writeItem({ ...keyOf(night.night), gsi1pk: 'NIGHTLY', gsi1sk: `${night.started_at}#${night.night}` }, night);
}

/** Returns the record of a nightly run; undefined when there is none. */
export function getNight(night: string): Promise<Night | undefined> {
  return readItem<Night>(keyOf(night));
}

/** Returns a page of nightly runs, newest first; with `date` (`2026-01-14`), those that began on that day. */
export function listNights(page: { limit: number; cursor?: string; date?: string }): Promise<CatalogPage<Night>> {
  return findPage<Night>(
    { index: 'gsi1', partition: 'NIGHTLY', descending: true, ...(page.date && { startsWith: page.date }) },
    page,
  );
}

/** Writes what a night measured, over an earlier measurement of the day. It expires after 400 days. */
export async function putNightCosts(costs: NightCosts): Promise<void> {
  const expires_at = Math.ceil(Date.parse(costs.measured_at) / 1000) + daysOfCosts * 86_400;
  await writeItem({ pk: costsKey, sk: costs.date, expires_at }, costs);
}

/** Returns what the nights of at most so many days measured, from a day (`2026-01-14`) on, the oldest first. */
export async function listNightCosts({ days, since }: { days: number; since: string }): Promise<NightCosts[]> {
  const page = await findPage<NightCosts>({ partition: costsKey, descending: true }, { limit: days });
  return page.items.filter(({ date }) => date >= since).reverse();
}

/** Returns the lock of nightly runs; undefined when it is free. */
export function readNightLock(): Promise<NightLock | undefined> {
  return readItem<NightLock>(lockKey);
}

/** Takes the lock of nightly runs, also from a former one that has ended if it is named. Returns whether it did. */
export function takeNightLock(lock: NightLock, former = lock.night): Promise<boolean> {
  return writeItem(lockKey, lock, {
    expression: `${isAbsent.expression} OR night IN (:night, :former)`,
    values: { ':night': lock.night, ':former': former },
  });
}

/** Releases the lock if this nightly run holds it. Returns whether it did. */
export function releaseNightLock(night: string): Promise<boolean> {
  return removeItem(lockKey, { expression: 'night = :night', values: { ':night': night } });
}

function keyOf(night: string): Key {
  return { pk: `NIGHTLY#${night}`, sk: 'NIGHTLY' };
}
