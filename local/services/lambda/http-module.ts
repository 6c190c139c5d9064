import { EventEmitter } from 'node:events';
import * as http from 'node:http';
import { Readable, Writable } from 'node:stream';
import type { WireRequest, WireResponse } from '../../kernel/types';

interface RequestOptions {
  method?: string;
  protocol?: string;
  host?: string;
  hostname?: string;
  port?: number | string;
  path?: string;
  headers?: Record<string, string | number | string[]>;
}

/** A connection that is always there. */
class Socket extends EventEmitter {
  readonly connecting = false;

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  destroy(): this {
    return this;
  }
}

class OutgoingRequest extends Writable {
  readonly socket = new Socket();
  private readonly chunks: Buffer[] = [];
  private readonly headers: Record<string, string>;

  constructor(
    private readonly scheme: string,
    private readonly options: RequestOptions,
    private readonly answer: (request: WireRequest) => Promise<WireResponse> | undefined,
  ) {
    super({ autoDestroy: false });
    this.headers = Object.fromEntries(
      Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
  }

  setHeader(name: string, value: string): void {
    this.headers[name.toLowerCase()] = value;
  }

  setTimeout(): this {
    return this;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const { method = 'GET', path = '/', port } = this.options;
    const name = this.options.hostname ?? this.options.host ?? 'localhost';
    const host = `${name}${port ? `:${port}` : ''}`;
    const promise = this.answer({
      method,
      url: `${this.scheme}//${host}${path}`,
      headers: { host, ...this.headers },
      body: Buffer.concat(this.chunks),
    });
    if (!promise) {
      this.emit(
        'error',
        Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
          code: 'ENOTFOUND',
          syscall: 'getaddrinfo',
          hostname: name,
        }),
      );
      return;
    }
    promise.then(
      (response) => this.destroyed || this.deliver(response),
      (error: Error) => this.emit('error', error),
    );
  }

  private deliver({ status, headers, body }: WireResponse): void {
    const bytes = method(this.options) === 'HEAD' || body.length === 0 ? [] : [body];
    const response = Object.assign(Readable.from(bytes, { objectMode: false }), {
      statusCode: status,
      statusMessage: http.STATUS_CODES[status] ?? '',
      headers,
      httpVersion: '1.1',
      complete: true,
    });
    response.once('end', () => this.emit('close'));
    this.emit('response', response);
  }
}

const method = (options: RequestOptions): string => options.method ?? 'GET';

/**
 * Stands in for node:http or node:https inside a function: requests are answered in this process, no socket is opened.
 * A host that `answer` does not know (undefined) is ENOTFOUND.
 */
export function httpModule(
  scheme: 'http:' | 'https:',
  answer: (request: WireRequest) => Promise<WireResponse> | undefined,
): Record<string, unknown> {
  const request = (target: string | URL | RequestOptions, second?: unknown, third?: unknown): OutgoingRequest => {
    const fromUrl = typeof target === 'string' || target instanceof URL ? parts(new URL(target)) : target;
    const options = { ...fromUrl, ...(typeof second === 'object' ? (second as RequestOptions) : {}) };
    const outgoing = new OutgoingRequest(scheme, options, answer);
    const done = [second, third].find((one) => typeof one === 'function') as ((response: unknown) => void) | undefined;
    if (done) outgoing.once('response', done);
    process.nextTick(() => outgoing.emit('socket', outgoing.socket));
    return outgoing;
  };
  class Agent extends EventEmitter {
    readonly sockets = {};
    readonly requests = {};
    readonly maxSockets = Infinity;

    destroy(): void {}
  }
  const get = (...values: Parameters<typeof request>): OutgoingRequest => {
    const outgoing = request(...values);
    outgoing.end();
    return outgoing;
  };
  const module: Record<string, unknown> = {
    request,
    get,
    Agent,
    globalAgent: new Agent(),
    STATUS_CODES: http.STATUS_CODES,
    METHODS: http.METHODS,
  };
  module.default = module;
  return module;
}

const parts = (url: URL): RequestOptions => ({
  protocol: url.protocol,
  hostname: url.hostname,
  port: url.port,
  path: url.pathname + url.search,
});
