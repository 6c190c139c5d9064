import { unexpectedAnswer } from './errors';

/** One page of a list call. */
export interface Page<Item> {
  items: Item[] | undefined;
  next: string | undefined;
}

// The longest list, 50,000 images in pages of 200, has 250 pages.
const mostPages = 5_000;

/**
 * Returns all items of a list call, page by page. Throws UnexpectedAnswer when AWS returns a token that it returned
 * before, or 5,000 pages: the list would never end.
 */
export async function everyPage<Item>(
  call: string,
  ask: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (;;) {
    const page: Page<Item> = await ask(token);
    for (const item of page.items ?? []) found.push(item);
    token = page.next || undefined;
    if (token === undefined) return found;
    if (seen.has(token)) throw unexpectedAnswer(call, 'a new page token');
    seen.add(token);
    if (seen.size === mostPages) throw unexpectedAnswer(call, `end after ${mostPages} pages`);
  }
}

/** Returns a list in pieces of at most `size`, for calls with a limited number of values. */
export function piecesOf<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}
