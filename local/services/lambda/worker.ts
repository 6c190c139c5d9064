import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { loadBundle } from './bundle';
import type { Handler } from './bundle';
import type { FunctionDefinition, Invocation, Outcome } from './definition';
import { errorPayload } from './definition';
import { contextOf } from './environment';
import { functionGlobals } from './sandbox';
import { simulatedDate } from './simulated-time';

export interface WorkerTime {
  /** Simulated milliseconds at the real `Date.now()` of `realNow`. */
  simulatedNow: number;
  realNow: number;
  factor: number;
}

/** One invocation; the definition comes with a function's first one in this thread. */
export interface ToWorker {
  name: string;
  invocation: Invocation;
  first?: { definition: FunctionDefinition; environment: Record<string, string> };
}
export type FromWorker = { line: string } | { outcome: Outcome };

const { simulatedNow, realNow, factor } = workerData as WorkerTime;
const origin = performance.timeOrigin;
const now = (): number => simulatedNow + (origin + performance.now() - realNow) * factor;
const send = (message: FromWorker): void => parentPort!.postMessage(message);

interface Instance {
  definition: FunctionDefinition;
  environment: Record<string, string>;
  handler?: Handler;
}
const instances = new Map<string, Instance>();

/** Date and timers of the whole thread follow the simulated clock. */
function followClock(): void {
  const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
  globalThis.Date = simulatedDate(now);
  globalThis.setTimeout = ((run: (...values: unknown[]) => void, milliseconds = 1, ...values: unknown[]) =>
    realTimeout(run, milliseconds / factor, ...values)) as typeof setTimeout;
  globalThis.setInterval = ((run: (...values: unknown[]) => void, milliseconds = 1, ...values: unknown[]) =>
    realInterval(run, milliseconds / factor, ...values)) as typeof setInterval;
}

function handlerOf(instance: Instance): Handler {
  const globals = { Date, setTimeout, clearTimeout, setInterval, clearInterval, fetch };
  const own = functionGlobals(instance.environment, (line) => send({ line }));
  return loadBundle(instance.definition.folder, instance.definition.handler, { ...globals, ...own }, {});
}

async function invoke({ name, invocation, first }: ToWorker): Promise<Outcome> {
  if (first) instances.set(name, { ...first });
  const instance = instances.get(name)!;
  const deadline = now() + instance.definition.timeoutSeconds * 1000;
  try {
    instance.handler ??= handlerOf(instance);
    const context = contextOf(instance.definition, invocation.requestId, invocation.logStream, () =>
      Math.max(0, deadline - now()),
    );
    return { result: JSON.stringify(await instance.handler(JSON.parse(invocation.payload), context)) };
  } catch (error) {
    return { error: errorPayload(error) };
  }
}

followClock();
parentPort!.on('message', (message: ToWorker) => {
  invoke(message).then(
    (outcome) => send({ outcome }),
    () => undefined,
  );
});
