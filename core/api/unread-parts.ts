import { SpawnError } from '../errors';
import type { Operation, Route } from './routes';

/** Operations that read or remove, and have no parameters but those of their path. */
const withoutQuery: ReadonlySet<string> = new Set<Operation>([
  'showBuild',
  'cancelBuild',
  'listDescendants',
  'showStack',
  'showNight',
  'listDebts',
  'showOperation',
  'showDeployment',
  'readOpenApi',
]);

/** Returns whether the requests of a route have a body. Those that read or remove have none. */
export function takesBody({ method }: Route): boolean {
  return method === 'POST' || method === 'PUT';
}

/** Returns whether the requests of a route have a query. Those with a body have none. */
export function takesQuery(route: Route): boolean {
  return !takesBody(route) && !withoutQuery.has(route.operation);
}

/**
 * Throws InvalidRequest for a part of a request that its route would not read: who sent `dry_run` there did not mean
 * the request without it.
 */
export function checkUnreadParts(route: Route, { text, query }: { text: string; query: object }): void {
  const name = `${route.method} ${route.path}`;
  if (text !== '' && !takesBody(route)) {
    const advice = takesQuery(route) ? 'send its fields in the query' : 'leave it out';
    throw new SpawnError('InvalidRequest', `the request has a body, and ${name} takes none: ${advice}.`);
  }
  const [field] = Object.keys(query);
  if (field !== undefined && !takesQuery(route)) {
    const advice = takesBody(route) ? 'send it in the body' : 'leave it out';
    throw new SpawnError('InvalidRequest', `'${field}' is in the query, and ${name} takes none: ${advice}.`, { field });
  }
}
