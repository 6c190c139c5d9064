import { SpawnError } from '../errors';

/**
 * Returns the offset of a page in a list that is held in memory. Throws InvalidRequest for a cursor that no page
 * returned.
 */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^o(\d{1,9})$/.exec(cursor)?.[1];
  if (offset === undefined)
    throw new SpawnError(
      'InvalidRequest',
      `the cursor '${cursor.slice(0, 40)}' is not from this list: start without a cursor.`,
      { cursor },
    );
  return Number(offset);
}

/** Returns one page of a list that is held in memory, and the cursor of the next page. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  offset: number,
): { items: Item[]; cursor?: string } {
  const end = offset + limit;
  return { items: items.slice(offset, end), ...(end < items.length && { cursor: `o${end}` }) };
}
