/** The pages of a list that are known: the cursor that each one is read with, and which one is shown (from 1). */
export interface Cursors {
  page: number;
  cursors: readonly (string | undefined)[];
}

export const firstPage: Cursors = { page: 1, cursors: [undefined] };

/**
 * Returns what is known after a page was read with the cursor of the next one. Another cursor than the one before
 * forgets the pages behind it: the list has changed.
 */
export function afterAnswer(known: Cursors, page: number, next: string | undefined): Cursors {
  const upTo = known.cursors.slice(0, page);
  if (next === undefined) return { page: known.page, cursors: upTo };
  return known.cursors[page] === next ? known : { page: known.page, cursors: [...upTo, next] };
}
