import Pagination from '@cloudscape-design/components/pagination';
import type { Paged } from '../../client/use-pages';

/** Turns the pages of a list. Of a list that is read page by page, their number is known only at the last one. */
export function Paging({ list }: { list: Pick<Paged<unknown>, 'page' | 'known' | 'isOpen' | 'goTo'> }) {
  return (
    <Pagination
      currentPageIndex={list.page}
      pagesCount={list.known}
      openEnd={list.isOpen}
      onChange={({ detail }) => list.goTo(detail.currentPageIndex)}
    />
  );
}
