import { unexpectedAnswer } from './errors';

/** One page of a list call. */
export interface Page<Item> {
  items: Item[] | undefined;
  next: string | undefined;
}

/**
 * Returns all items of a list call, page by page. Throws UnexpectedAnswer when AWS returns the same token twice, which
 * would never end.
 */
export async function everyPage<Item>(
  call: string,
  ask: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const page: Page<Item> = await ask(token);
    found.push(...(page.items ?? []));
    if (page.next && page.next === token) throw unexpectedAnswer(call, 'a new page token');
    token = page.next || undefined;
  } while (token);
  return found;
}

/** Returns a list in pieces of at most `size`, for calls with a limited number of values. */
export function piecesOf<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}
