import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consoleTimeHeader, type ConsoleSession } from '../../core/api/console-session';
import type { Route } from '../../core/api/routes';
import { checkIdempotencyKey } from '../../core/api/idempotency';
import type { Answer, Api } from '../framework/api';
import { CommandFailure, exitCodes } from '../framework/failure';
import { readJsonBody } from './body';
import { apiPathOf, forward, queryOf, routeOf } from './forward';
import { checkSender } from './guard';
import { commonHeaders } from './headers';
import type { PageFile } from './page-files';
import { Refusal } from './refusal';
import { createSession, type Session } from './session';

/** What a console serves. */
export interface ConsoleOptions {
  /** 0: any free port. */
  port: number;
  readOnly: boolean;
  files: ReadonlyMap<string, PageFile>;
  api: Api;
  /** Describes the command that serves the page. */
  describe(): Promise<Omit<ConsoleSession, 'now' | 'speed' | 'read_only'>>;
}

export interface Console {
  /** The address of the page, without a token. */
  url: string;
  /** The address with the token, for people. */
  address: string;
  /** The address that works once, for the program that opens the browser. */
  onceAddress: string;
  close(): Promise<void>;
}

/** Serves the page and the API on a port of 127.0.0.1. Throws when the port is in use. */
export async function serveConsole(options: ConsoleOptions): Promise<Console> {
  const server = createServer({ requestTimeout: 60_000 });
  const port = await listen(server, options.port);
  const session = createSession(port);
  server.on('request', (request, response) => {
    answer(request, response, { ...options, port, session }).catch((error: unknown) => {
      refuse(request, response, error);
    });
  });
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    address: `${url}?token=${session.token}`,
    onceAddress: `${url}?token=${session.onceToken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code ?? message})`;
    throw new CommandFailure(
      `port ${port} of 127.0.0.1 ${reason}`,
      exitCodes.failed,
      'Name another --port, or leave it out: the console then takes a free one.',
    );
  }
  return (server.address() as AddressInfo).port;
}

interface Serving extends ConsoleOptions {
  port: number;
  session: Session;
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { port, session, files, api } = serving;
  checkSender(request, port);
  const { pathname, searchParams } = new URL(request.url ?? '', `http://127.0.0.1:${port}`);
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path === '/' && searchParams.has('token')) {
    if (!session.admits(searchParams.get('token') ?? '')) throw noSession();
    response.writeHead(303, { ...commonHeaders, location: '/', 'set-cookie': session.cookie }).end();
    return;
  }
  if (!session.holdsCookie(request.headers.cookie)) throw noSession();
  const apiPath = apiPathOf(path);
  if (apiPath !== undefined) {
    const { status, body } = await callApi(request, apiPath, searchParams, serving);
    sendJson(response, status, body, { [consoleTimeHeader]: api.now().toISOString() });
    return;
  }
  if (request.method !== 'GET') throw new Refusal('ConsoleMethodRefused', `${path} takes only GET`);
  if (path === '/session') {
    const described = await serving.describe();
    const { speed } = api;
    sendJson(response, 200, { ...described, speed, now: api.now().toISOString(), read_only: serving.readOnly });
    return;
  }
  const file = files.get(pathname);
  if (file === undefined || pathname !== path)
    throw new Refusal('ConsolePathNotFound', `the console has no ${path.slice(0, 200)}`);
  response.writeHead(200, { ...commonHeaders, 'content-type': file.type }).end(file.content);
}

async function callApi(
  request: IncomingMessage,
  apiPath: string,
  search: URLSearchParams,
  { api, readOnly }: Serving,
): Promise<Answer<unknown>> {
  const { route, path } = routeOf(request.method ?? '', apiPath);
  if (readOnly && !isRead(route))
    throw new Refusal(
      'ConsoleReadOnly',
      `this console is read-only: ${route.operation} changes something`,
      'Start it without --read-only.',
    );
  const query = queryOf(search);
  const body = await readJsonBody(request);
  const idempotencyKey = keyOf(request.headers['idempotency-key']);
  return forward(api, { method: route.method, path, query, body, idempotencyKey });
}

/** Returns whether a route changes nothing: one that is read with GET, or that readers may call. */
export function isRead({ method, group }: Pick<Route, 'method' | 'group'>): boolean {
  return method === 'GET' || group === 'reader';
}

function keyOf(header: string | string[] | undefined): string | undefined {
  try {
    return checkIdempotencyKey(header?.toString());
  } catch (error) {
    throw new Refusal('ConsoleRequestRefused', (error as Error).message);
  }
}

const noSession = (): Refusal =>
  new Refusal(
    'ConsoleSessionRequired',
    'this browser has no session of this console',
    'Open the address with the token that the command has printed. A session ends with its command.',
  );

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { ...commonHeaders, ...headers, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}

/** Answers with an error: as JSON to the page, as a page of its own to a person. What is still sent is not read. */
function refuse({ headers }: IncomingMessage, response: ServerResponse, error: unknown): void {
  const refusal =
    error instanceof Refusal
      ? error.problem
      : { type: 'about:blank', title: 'Internal error', status: 500, detail: (error as Error).message };
  if (response.headersSent) return void response.destroy();
  const status = refusal.status as number;
  const close = { connection: 'close' };
  if (headers['sec-fetch-dest'] !== 'document' && !headers.accept?.includes('text/html')) {
    sendJson(response, status, refusal, close);
    return;
  }
  const sentences = [refusal.detail, refusal.hint].filter((text) => text !== undefined).map(String);
  response
    .writeHead(status, { ...commonHeaders, ...close, 'content-type': 'text/plain; charset=utf-8' })
    .end(`spawn console: ${sentences.join('.\n')}\n`);
}
