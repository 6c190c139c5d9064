import * as fs from 'node:fs';
import type { Clock, WireRequest, WireResponse } from '../types';
import type { Handler } from './bundle';
import { loadBundle } from './bundle';
import type { FunctionDefinition, Invocation, Outcome, Runner } from './definition';
import { errorPayload, timedOut } from './definition';
import { contextOf } from './environment';
import { httpModule } from './http-module';
import { functionGlobals } from './sandbox';
import { timeGlobals } from './simulated-time';

export interface InProcessOptions {
  clock: Clock;
  environment(definition: FunctionDefinition): Record<string, string>;
  /** Answers the requests of the functions; undefined for a host that is none of ours. */
  answer(request: WireRequest): Promise<WireResponse> | undefined;
}

interface Instance {
  handler: Handler;
  log: (line: string) => void;
  /** After a time-out nothing reaches the abandoned code any more. */
  abandon(): void;
}

/**
 * Runs functions inside this process: the built bundle with `require`, process.env, Date, timers and HTTP of its own. Much faster
 * than workers, with a virtual clock exact; but an endless loop in a handler cannot be stopped.
 */
export class InProcessRunner implements Runner {
  private readonly instances = new Map<string, Instance>();

  private closed = false;

  constructor(private readonly options: InProcessOptions) {}

  async run(definition: FunctionDefinition, invocation: Invocation, log: (line: string) => void): Promise<Outcome> {
    const { clock } = this.options;
    if (this.closed) return new Promise(() => undefined);
    const deadline = clock.now() + definition.timeoutSeconds * 1000;
    try {
      const instance = this.instance(definition);
      instance.log = log;
      const context = contextOf(definition, invocation.requestId, invocation.logStream, () => Math.max(0, deadline - clock.now()));
      const work = Promise.resolve(instance.handler(JSON.parse(invocation.payload), context));
      return await new Promise<Outcome>((resolve, reject) => {
        const timer = clock.after(definition.timeoutSeconds * 1000, () => {
          this.instances.delete(definition.name);
          instance.abandon();
          resolve({ error: timedOut(invocation.requestId, definition.timeoutSeconds) });
        });
        work.then((value) => resolve({ result: JSON.stringify(value) }), reject).finally(() => timer.cancel());
      });
    } catch (error) {
      return { error: errorPayload(error) };
    }
  }

  private instance(definition: FunctionDefinition): Instance {
    const present = this.instances.get(definition.name);
    if (present) return present;
    let abandoned = false;
    const time = timeGlobals(this.options.clock);
    const never = new Promise<WireResponse>(() => undefined);
    const answer = (request: WireRequest): Promise<WireResponse> | undefined => (abandoned ? never : this.options.answer(request));
    const instance: Instance = {
      handler: () => undefined,
      log: () => undefined,
      abandon() {
        abandoned = true;
        time.cancelAll();
      },
    };
    const modules: Record<string, unknown> = {
      http: httpModule('http:', answer),
      https: httpModule('https:', answer),
      ...filesAtOnce,
      timers: { ...time, setImmediate, clearImmediate },
      'timers/promises': { setTimeout: (milliseconds: number, value: unknown) => this.options.clock.sleep(milliseconds).then(() => value) },
    };
    const { cancelAll: _own, ...globals } = time;
    instance.handler = loadBundle(
      definition.folder,
      definition.handler,
      { ...globals, ...functionGlobals(this.options.environment(definition), (line) => instance.log(line)), fetch: refuseFetch },
      modules,
    );
    this.instances.set(definition.name, instance);
    return instance;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const instance of this.instances.values()) instance.abandon();
    this.instances.clear();
  }
}

/** The SDK looks for profiles in files: read at once, for a virtual clock must not jump while a thread of Node's reads. */
const filesAtOnce = (() => {
  const promises = { ...fs.promises, readFile: async (...values: Parameters<typeof fs.readFileSync>) => fs.readFileSync(...values) };
  return { fs: { ...fs, promises }, 'fs/promises': promises };
})();

const refuseFetch = (): Promise<never> => Promise.reject(new TypeError('fetch failed: functions of this project send AWS requests only, through the SDK.'));
