import { routes, type Route } from '../../core/api/routes';
import type { Answer, Api, Query } from '../framework/api';
import { CommandFailure, exitCodes } from '../framework/failure';
import { ApiError } from '../framework/problem';
import { Refusal } from './refusal';

const prefix = '/api';

/** Returns the path of the API that a path of the console stands for; undefined if it stands for none. */
export function apiPathOf(path: string): string | undefined {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

/**
 * Returns the route of a path and the path that is sent for it, made from the route and its decoded parameters: nothing
 * of the request reaches the API but a route of the table. Throws a Refusal for any other path.
 */
export function routeOf(method: string, path: string): { route: Route; path: string } {
  const given = path.split('/');
  for (const route of routes) {
    const parts = route.path.split('/');
    if (route.method !== method || parts.length !== given.length) continue;
    const sent = parts.map((part, index) => segmentOf(part, given[index] ?? ''));
    if (sent.every((segment) => segment !== undefined)) return { route, path: sent.join('/') };
  }
  throw new Refusal('ConsolePathNotFound', `the API has no ${method} ${path.slice(0, 200)}`);
}

function segmentOf(part: string, given: string): string | undefined {
  if (!part.startsWith('{')) return part === given ? part : undefined;
  const value = decode(given);
  // `.` and `..` would lead to another route, in whatever spelling.
  if (value === undefined || /^\.{0,2}$/.test(value) || /[\0-\x1f\\/]/.test(value)) return undefined;
  return encodeURIComponent(value);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Returns the query of a request. Throws a Refusal when a name appears twice: programs differ on which one counts. */
export function queryOf(search: URLSearchParams): Query {
  const names = [...search.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Refusal('ConsoleRequestRefused', `the query has '${twice.slice(0, 50)}' more than once`);
  return Object.fromEntries(search);
}

/** A request of the page to the API, checked. */
export interface Forwarded {
  method: Route['method'];
  path: string;
  query: Query;
  body?: unknown;
  idempotencyKey?: string;
}

/**
 * Sends a request with the credentials of the command and returns the answer, also when it is an error, whose hint is
 * the command's. Throws a Refusal without credentials, with expired ones, and without an answer.
 */
export async function forward(api: Api, request: Forwarded): Promise<Answer<unknown>> {
  try {
    return await api.request(request);
  } catch (error) {
    if (error instanceof ApiError) {
      if (isExpired(error))
        throw new Refusal(
          'ConsoleCredentialsExpired',
          'the AWS credentials of this console have expired',
          'Log in again (aws sso login). Credentials of the environment need a new `spawn console`.',
        );
      const { status, errorName, message, details, hint } = error;
      return { status, body: { ...details, status, detail: message, name: errorName, hint } };
    }
    if (!(error instanceof CommandFailure)) throw error;
    const { exitCode, message, hint } = error;
    throw new Refusal(
      exitCode === exitCodes.refused ? 'ConsoleCredentialsMissing' : 'ConsoleDeploymentUnreachable',
      message,
      hint,
    );
  }
}

// API Gateway answers before any function of ours: 403 with `The security token included in the request is expired`.
const isExpired = ({ status, errorName, message }: ApiError): boolean =>
  status === 403 && errorName === undefined && /\bexpired\b/i.test(message);
