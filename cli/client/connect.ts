import { randomUUID } from 'node:crypto';
import { errorNames } from '../../core/errors';
import type { ConnectOptions } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import type { Answer, Api, Query } from '../framework/api';
import { findEndpoint } from './endpoint';
import { setClock, timeOf } from './local-file';
import type { Endpoint } from './endpoint';
import { apiError } from '../framework/problem';
import { sign } from './signing';

const attempts = 5;
// Waits of 0.3, 0.6, 1.2 and 2.4 s: a throttled or restarting API gets 4.5 s in all.
const firstWait = 300;
// Beyond API Gateway's own limit of 30 s.
const requestTimeout = 35_000;

interface Outgoing {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Query;
  body?: string;
  headers: Record<string, string>;
}

/** Finds the API and returns a client that signs every request and retries transient failures. */
export async function connect(options: ConnectOptions): Promise<Api> {
  const endpoint = await findEndpoint(options);
  return createApi(endpoint, options);
}

/** Creates a client of an endpoint. POSTs carry an idempotency key, so every request can be retried. */
function createApi(endpoint: Endpoint, options: ConnectOptions): Api {
  const send = <Body>(outgoing: Outgoing) => exchange<Body>(endpoint, options, outgoing);
  return {
    local: endpoint.clock !== undefined,
    speed: endpoint.clock?.speed ?? 1,
    now: () => timeOf(endpoint.clock, options.host.now()),
    get: async (path, query) => (await send<never>({ method: 'GET', path, query, headers: {} })).body,
    put: async (path, body) =>
      (
        await send<never>({
          method: 'PUT',
          path,
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        })
      ).body,
    remove: async (path, query) => (await send<never>({ method: 'DELETE', path, query, headers: {} })).body,
    post: (path, body) =>
      send({
        method: 'POST',
        path,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      }),
  };
}

async function exchange<Body>(endpoint: Endpoint, options: ConnectOptions, outgoing: Outgoing): Promise<Answer<Body>> {
  const { host } = options;
  const request = `${outgoing.method} ${outgoing.path}`;
  for (let attempt = 1; ; attempt += 1) {
    const started = performance.now();
    const answer = await sendOnce(endpoint, options, outgoing).catch((error: unknown) => unreachable(endpoint, error));
    const took = Math.round(performance.now() - started);
    if (options.verbose)
      host.terminal.err(`${request} ${answer instanceof CommandFailure ? 'no answer' : answer.status} ${took} ms\n`);
    const last = attempt === attempts;
    if (answer instanceof CommandFailure) {
      if (last || endpoint.clock) throw answer;
    } else if (answer.status < 400) {
      return answer as Answer<Body>;
    } else {
      const error = apiError(answer.status, answer.body, request);
      // An error of the domain would occur again; only throttling, crashes and races are transient.
      const known = (errorNames as readonly (string | undefined)[]).includes(error.errorName);
      const passes =
        ((answer.status >= 500 || answer.status === 429) && !known) || error.errorName === 'CatalogConflict';
      if (last || !passes) throw error;
    }
    await host.sleep(firstWait * 2 ** (attempt - 1));
  }
}

/** Sends a signed request once and returns the answer, whatever its status. */
export async function sendOnce(
  endpoint: Endpoint,
  options: ConnectOptions,
  outgoing: Outgoing,
): Promise<Answer<unknown>> {
  const url = new URL(endpoint.url + outgoing.path);
  for (const [key, value] of Object.entries(outgoing.query ?? {}))
    if (value !== undefined) url.searchParams.append(key, String(value));
  // A space is signed as %20, so it is sent as %20 and not as a plus sign.
  url.search = url.search.replaceAll('+', '%20');
  const unsigned = {
    method: outgoing.method,
    url,
    body: outgoing.body,
    headers: { accept: 'application/json', ...outgoing.headers },
  };
  const { host: _, ...headers } = await sign(
    unsigned,
    'execute-api',
    endpoint.region,
    await endpoint.credentials(),
    options.host.now(),
  );
  const answer = await fetch(url, {
    method: outgoing.method,
    body: outgoing.body,
    headers,
    signal: AbortSignal.timeout(options.timeout ?? requestTimeout),
    redirect: 'error',
  });
  if (endpoint.clock) endpoint.clock = setClock(endpoint.clock, answer.headers.get('date'), options.host.now());
  const text = await answer.text();
  return { status: answer.status, body: parseBody(text) };
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return { message: text.slice(0, 200) };
  }
}

function unreachable(endpoint: Endpoint, error: unknown): CommandFailure {
  if (error instanceof CommandFailure) throw error;
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  const reason = cause?.code ?? cause?.message ?? (error as Error).message;
  const hint = endpoint.clock
    ? 'To start local mode again: npm start'
    : 'Check SPAWN_API_URL and the network connection.';
  return new CommandFailure(`the API at ${endpoint.url} cannot be reached (${reason})`, exitCodes.failed, hint);
}
