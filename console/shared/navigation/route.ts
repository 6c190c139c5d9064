/** An address of the page: `#/images/us-east-1/ami-…?tab=tests` has page, segments and query. */
export interface Route {
  page: string;
  segments: readonly string[];
  query: Readonly<Record<string, string>>;
}

/** What every page is given. */
export interface PageProps {
  route: Route;
}

/** Parses what follows the `#` of an address. What cannot be decoded is taken as it is. */
export function parseHash(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const [page = '', ...segments] = path.split('/').map(decoded);
  return {
    page,
    segments: segments.filter((segment) => segment !== ''),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** Returns the address of a page; undefined and empty values of the query are left out. */
export function hrefOf(
  page: string,
  segments: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) words.append(name, value);
  const path = [page, ...segments].map(encodeURIComponent).join('/');
  return `#/${path}${words.size > 0 ? `?${words}` : ''}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
