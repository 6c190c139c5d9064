import { request as send } from 'node:http';
import { connect } from 'node:net';
import type { Api, ApiRequest } from '../../../../cli/framework/api';
import { serveConsole, type Console } from '../../../../cli/console/server';

/** An answer of the console. */
export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: any;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', content: Buffer.from('<!doctype html>the page') }],
  ['/main.js', { type: 'text/javascript; charset=utf-8', content: Buffer.from('start()') }],
]);

export const now = new Date('2026-01-28T10:30:00Z');

/** A console that runs, and the requests that reach the API behind it. */
export class ServedConsole {
  requests: readonly ApiRequest[] = [];
  cookie = '';

  private constructor(readonly console: Console) {}

  /** Serves a page of two files before an API that the test answers. */
  static async start({
    readOnly = false,
    answer = () => ({ status: 200, body: {} }),
  }: {
    readOnly?: boolean;
    answer?: (request: ApiRequest) => { status: number; body: unknown };
  } = {}): Promise<ServedConsole> {
    const requests: ApiRequest[] = [];
    const api = {
      local: true,
      speed: 60,
      now: () => now,
      request: async (request: ApiRequest) => {
        requests.push(request);
        return answer(request);
      },
    } as unknown as Api;
    const describe = async () => ({
      deployment: { local: true, region: 'us-east-1', description: 'local mode' },
      version: '1.2.3',
      command: 'spawn' as const,
    });
    const served = new ServedConsole(await serveConsole({ port: 0, readOnly, files, api, describe }));
    served.requests = requests;
    return served;
  }

  get port(): number {
    return Number(new URL(this.console.url).port);
  }

  /** The headers that the page's own requests have. */
  get own(): Record<string, string> {
    return { cookie: this.cookie, origin: `http://127.0.0.1:${this.port}`, 'sec-fetch-site': 'same-origin' };
  }

  /** Opens the printed address as a browser does, and keeps the cookie. */
  async open(address = this.console.address): Promise<Answered> {
    const { pathname, search } = new URL(address);
    const answer = await this.send(`${pathname}${search}`);
    this.cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    return answer;
  }

  /** Sends a request as it is: no header is added but `Host` and the length of the body. */
  send(path: string, { method = 'GET', headers: given = {}, body }: Sent = {}): Promise<Answered> {
    const headers = body === undefined ? given : { 'content-length': String(Buffer.byteLength(body)), ...given };
    return new Promise((resolve, reject) => {
      const outgoing = send({ host: '127.0.0.1', port: this.port, path, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = text !== '' && answer.headers['content-type']?.startsWith('application/json');
          const parsed = isJson ? JSON.parse(text) : undefined;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: parsed });
        });
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  /** Sends bytes, and returns all that is answered until the connection is closed. */
  sendRaw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(text));
      let answered = '';
      socket.on('data', (chunk) => (answered += chunk.toString()));
      socket.once('close', () => resolve(answered));
      socket.once('error', reject);
    });
  }

  close(): Promise<void> {
    return this.console.close();
  }
}
