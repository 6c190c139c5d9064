import { routes, type Operation, type Route } from '../../core/api/routes';

/** An operation's input without its types. */
export interface LooseInput {
  parameters?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
}

/** Returns the route of an operation. */
export function routeOf(operation: Operation): Route {
  return routes.find((route) => route.operation === operation) as Route;
}

/** Returns the address of the console for an operation with its input; undefined values of the query are left out. */
export function addressOf(operation: Operation, { parameters = {}, query = {} }: LooseInput): string {
  const path = routeOf(operation).path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  );
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) words.append(name, String(value));
  return `/api${path}${words.size > 0 ? `?${words}` : ''}`;
}

/** Returns whether an operation changes something, and so is refused by a console that is read-only. */
export function isChange(operation: Operation): boolean {
  const { method, group } = routeOf(operation);
  return method !== 'GET' && group !== 'reader';
}
