/** The part of a list that a page shows, the number of that page from 1, and how many there are. */
export interface Part<Item> {
  items: Item[];
  page: number;
  known: number;
}

/** Returns one page of a list that is here as a whole; the last one if the list has become shorter. */
export function partOf<Item>(items: readonly Item[], size: number, asked: number): Part<Item> {
  const known = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(asked, known);
  return { items: items.slice((page - 1) * size, page * size), page, known };
}
