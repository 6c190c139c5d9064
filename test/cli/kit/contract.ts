import { contracts } from '../../../core/api/contracts';
import { routes } from '../../../core/api/routes';
import type { Query } from '../../../cli/framework/api';

export interface Request {
  method: string;
  path: string;
  query?: Query;
  body?: any;
}

/** Fails unless the API has a route for the request and takes its query and body. */
export function checkRequest({ method, path, query, body }: Request): void {
  const route = routes.find(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  if (route === undefined) throw new Error(`the API has no route ${method} ${path}`);
  const sent = Object.fromEntries(
    Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  );
  if (Object.keys(sent).length > 0) contracts[route.operation].query!.parse(sent);
  if (body !== undefined) contracts[route.operation].body!.parse(body);
}
