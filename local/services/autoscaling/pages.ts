import { page } from '../../kernel/service';

const usual = 50;
const most = 100;

/** Returns a page of a list as Auto Scaling cuts it: 50 unless MaxRecords says otherwise, 100 at most. */
export function describedPage<Item>(
  items: readonly Item[],
  { MaxRecords = usual, NextToken }: { MaxRecords?: number; NextToken?: string },
): { items: Item[]; NextToken?: string } {
  const cut = page(items, Math.min(MaxRecords, most), NextToken);
  return { items: cut.items, NextToken: cut.next };
}
