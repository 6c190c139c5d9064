import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { hrefOf } from './route';

/** Links to a page of the console: `<PageLink page="images" segments={[region, id]}>…</PageLink>`. */
export function PageLink({
  page,
  segments,
  query,
  children,
}: {
  page: string;
  segments?: readonly string[];
  query?: Readonly<Record<string, string | undefined>>;
  children: ReactNode;
}) {
  return <Link href={hrefOf(page, segments, query)}>{children}</Link>;
}
