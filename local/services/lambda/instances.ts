import * as fs from 'node:fs';
import { seededRandom } from '../../kernel/random';
import type { Clock, Random, WireRequest, WireResponse } from '../../kernel/types';
import type { Handler } from './bundle';
import { loadBundle } from './bundle';
import { httpModule } from './http-module';
import { functionGlobals } from './sandbox';
import { seededSources } from './seeded-sources';
import type { TimeGlobals } from './simulated-time';
import { timeGlobals } from './simulated-time';

/** The simulation that an instance runs in. */
export interface Surroundings {
  clock: Clock;
  /** Answers requests of an invocation; undefined for a host that is none of ours. */
  answer(request: WireRequest, caller: Caller): Promise<WireResponse> | undefined;
}

/** An invocation that sends a request. */
export interface Caller {
  readonly functionName: string;
  readonly requestId: string;
  /** Ends its process at once: nothing that it still asks is answered, and who invoked it hears of the exit. */
  exit(): void;
  /** Keeps its instance from serving a later simulation, which must not find what this one has left in it. */
  discard(): void;
}

/** Who asks while a bundle is evaluated, and for a function that is abandoned. */
export const nobody: Caller = { functionName: '', requestId: '', exit: () => undefined, discard: () => undefined };

/** A loaded function: its bundle has been evaluated, with globals that lead into one simulation at a time. */
export interface Instance {
  readonly key: string;
  readonly handler: Handler;
  readonly time: TimeGlobals;
  log: (line: string) => void;
  surroundings: Surroundings;
  /** The invocation that it serves. */
  caller: Caller;
  /** What its random numbers come from: every invocation has a sequence of its own. */
  random: Random;
  /** Whether a later simulation may use it. */
  reusable: boolean;
}

/**
 * The SDK looks for profiles in files: read at once, for a virtual clock must not jump while a thread of Node's reads.
 */
const filesAtOnce = (() => {
  const promises = {
    ...fs.promises,
    readFile: async (...values: Parameters<typeof fs.readFileSync>) => fs.readFileSync(...values),
  };
  return { fs: { ...fs, promises }, 'fs/promises': promises };
})();

const refuseFetch = (): Promise<never> =>
  Promise.reject(new TypeError('fetch failed: functions of this project send AWS requests only, through the SDK.'));

/** Loads a function's bundle. Errors are those of its top level. */
export function loadInstance(
  folder: string,
  handler: string,
  environment: Record<string, string>,
  surroundings: Surroundings,
): Instance {
  const clock: Clock = {
    now: () => instance.surroundings.clock.now(),
    after: (...values) => instance.surroundings.clock.after(...values),
    sleep: (...values) => instance.surroundings.clock.sleep(...values),
    hold: () => instance.surroundings.clock.hold(),
  };
  const time = timeGlobals(clock);
  const instance = {
    key: keyOf(folder, environment),
    time,
    log: () => undefined,
    surroundings,
    caller: nobody,
    random: seededRandom(folder),
    reusable: true,
  } as Omit<Instance, 'handler'>;
  const answer = (request: WireRequest): Promise<WireResponse> | undefined =>
    instance.surroundings.answer(request, instance.caller);
  const sources = seededSources(() => instance.random());
  const modules: Record<string, unknown> = {
    http: httpModule('http:', answer),
    https: httpModule('https:', answer),
    ...filesAtOnce,
    crypto: sources.crypto,
    timers: { ...time, setImmediate, clearImmediate },
    'timers/promises': {
      setTimeout: (milliseconds: number, value: unknown) => clock.sleep(milliseconds).then(() => value),
    },
  };
  const { cancelAll: _own, ...globals } = time;
  const loaded = loadBundle(
    folder,
    handler,
    { ...globals, ...sources, ...functionGlobals(environment, (line) => instance.log(line)), fetch: refuseFetch },
    modules,
  );
  return Object.assign(instance, { handler: loaded }) as Instance;
}

/** Returns what makes two instances alike. */
export const keyOf = (folder: string, environment: Record<string, string>): string =>
  JSON.stringify([folder, environment]);
