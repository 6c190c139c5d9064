/** The query of a request; undefined values are omitted. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** An answer of the API: its status and its JSON body. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

/** A request as it is, for who passes on those of somebody else. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Query;
  body?: unknown;
  /** For POST; a random one by default. */
  idempotencyKey?: string;
}

/** The API as commands use it. Every call throws an ApiError for a status of 400 or more. */
export interface Api {
  /** Whether this is local mode, where time runs faster. */
  readonly local: boolean;
  /** How many times as fast as real time the time of the API runs: 1, except in local mode. */
  readonly speed: number;
  /** Returns the time of the API: simulated time in local mode. */
  now(): Date;
  get<Body>(path: string, query?: Query): Promise<Body>;
  post<Body>(path: string, body: unknown): Promise<Answer<Body>>;
  put<Body>(path: string, body: unknown): Promise<Body>;
  remove<Body>(path: string, query?: Query): Promise<Body>;
  request<Body>(request: ApiRequest): Promise<Answer<Body>>;
}

/**
 * Returns all items of a paginated list. `field` is the name of the list in the answer; `onPage` gets each whole
 * answer.
 */
export async function listAll<Item>(
  api: Api,
  path: string,
  field: string,
  query: Query = {},
  most = Infinity,
  onPage?: (page: Readonly<Record<string, unknown>>) => void,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Record<string, unknown> = await api.get(path, { ...query, cursor });
    onPage?.(page);
    items.push(...((page[field] as Item[] | undefined) ?? []));
    cursor = typeof page.cursor === 'string' && page.cursor !== '' ? page.cursor : undefined;
  } while (cursor !== undefined && items.length < most);
  return items.slice(0, most);
}
