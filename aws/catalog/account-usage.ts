import type { AccountUsage } from '../../core/reference/account-usage';
import { imageKey } from './images';
import { readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

/** Returns the recorded use of an image in other accounts; undefined when no report was requested yet. */
export function getAccountUsage(region: string, amiId: string): Promise<AccountUsage | undefined> {
  return readItem<AccountUsage>(keyOf(region, amiId));
}

/** Returns the recorded uses of all shared images of a region. The index is a moment behind. */
export function allAccountUsage(region: string): Promise<AccountUsage[]> {
  return findAll<AccountUsage>({ index: 'gsi1', partition: 'USAGE', startsWith: `${region}#` });
}

/** Writes the use of an image in other accounts. */
export async function putAccountUsage(usage: AccountUsage): Promise<void> {
  await writeItem(
    { ...keyOf(usage.region, usage.ami_id), gsi1pk: 'USAGE', gsi1sk: `${usage.region}#${usage.ami_id}` },
    usage,
  );
}

function keyOf(region: string, amiId: string): Key {
  return { pk: imageKey(region, amiId).pk, sk: 'USAGE' };
}
