import { randomUUID } from 'node:crypto';
import { errorNames } from '../../core/errors';
import type { ConnectOptions } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import type { Answer, Api, ApiRequest, Query } from '../framework/api';
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
  const request = <Body>({ method, path, query, body, idempotencyKey }: ApiRequest) =>
    exchange<Body>(endpoint, options, {
      method,
      path,
      query,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey ?? randomUUID() }),
      },
    });
  return {
    local: endpoint.clock !== undefined,
    speed: endpoint.clock?.speed ?? 1,
    now: () => new Date(timeOf(endpoint.clock, options.host.now()).getTime() + (endpoint.ahead ?? 0)),
    get: async (path, query) => (await request<never>({ method: 'GET', path, query })).body,
    put: async (path, body) => (await request<never>({ method: 'PUT', path, body })).body,
    remove: async (path, query) => (await request<never>({ method: 'DELETE', path, query })).body,
    post: (path, body) => request({ method: 'POST', path, body }),
    request,
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
      options.messages.request(request, answer instanceof CommandFailure ? undefined : answer.status, took);
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
  const date = answer.headers.get('date');
  if (endpoint.clock) endpoint.clock = setClock(endpoint.clock, date, options.host.now());
  else endpoint.ahead = aheadOf(date, options.host.now());
  const text = await answer.text();
  return { status: answer.status, body: parseBody(text) };
}

/**
 * Returns by how many milliseconds the clock of an answer is ahead, 0 within three seconds: its header has whole
 * seconds, and the answer took its time. AWS accepts signatures of clocks that differ by up to five minutes.
 */
function aheadOf(date: string | null, now: Date): number {
  const difference = Date.parse(date ?? '') - now.getTime();
  return Math.abs(difference) > 3_000 ? difference : 0;
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
