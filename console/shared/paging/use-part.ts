import { useState } from 'react';
import { partOf, type Part } from './part';

/** Shows a list that is here as a whole page by page. */
export function usePart<Item>(
  items: readonly Item[],
  size: number,
): Part<Item> & { isOpen: false; goTo: (page: number) => void } {
  const [asked, goTo] = useState(1);
  return { ...partOf(items, size, asked), isOpen: false, goTo };
}
