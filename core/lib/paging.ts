import { SpawnError } from '../errors';

/** Where a page of a list that is held whole starts. Throws InvalidRequest for a cursor that no page gave. */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^o(\d{1,9})$/.exec(cursor)?.[1];
  if (offset === undefined)
    throw new SpawnError(
      'InvalidRequest',
      `the cursor '${cursor.slice(0, 40)}' is not one of this list; start without one`,
      { cursor },
    );
  return Number(offset);
}

/** One page of a list that is held whole, and the cursor of the next. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  offset: number,
): { items: Item[]; cursor?: string } {
  const end = offset + limit;
  return { items: items.slice(offset, end), ...(end < items.length && { cursor: `o${end}` }) };
}
