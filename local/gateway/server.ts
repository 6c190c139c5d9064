import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gateway } from './dispatch';

/** 12 MiB: the largest request is one of the HTTP API (10 MiB) with its envelope. */
const LARGEST = 12 * 1024 * 1024;
const LOOPBACK = /^(127\.0\.0\.1|localhost|[^:/]+\.localhost|\[::1\])(:\d+)?$/;

export interface LocalServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the gateway on one loopback port (0: any free one). Refuses requests whose Host header names anything but this
 * machine, so that a web page cannot reach it through a name that resolves to 127.0.0.1. Each answer tells callers
 * outside the project how fast the simulated time of its `date` runs; AWS has no such header.
 */
export async function serve(gateway: () => Gateway, port: number, speed: number): Promise<LocalServer> {
  const server = createServer((request, response) => {
    response.setHeader('x-local-mode-speed', speed);
    answer(gateway(), request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(gateway: Gateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = request.headers.host ?? '';
  if (!LOOPBACK.test(host)) {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end(`This endpoint serves 127.0.0.1 and localhost only, not '${host}'.\n`);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
  }
  if (size > LARGEST) {
    response.writeHead(413, { 'content-type': 'application/json' }).end('{"message":"Request Entity Too Large"}');
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const {
    status,
    headers: answered,
    body,
  } = await gateway({
    method: request.method ?? 'GET',
    url: `http://${host}${request.url}`,
    headers,
    body: Buffer.concat(chunks),
  });
  const { 'content-length': length = String(body.length), ...others } = answered;
  response.writeHead(status, { ...others, 'content-length': length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
