import { parentPort, workerData } from 'node:worker_threads';
import { followingClock } from '../../kernel/clock';
import { followPace } from '../../kernel/pace';
import type { SharedPace } from '../../kernel/pace';
import { loadBundle } from './bundle';
import type { Handler } from './bundle';
import type { FunctionDefinition, Invocation, Outcome } from './definition';
import { errorPayload } from './definition';
import { contextOf } from './environment';
import { functionGlobals } from './sandbox';
import { timeGlobals } from './simulated-time';

/** The simulated time that the main thread keeps, and how many times as fast as real time it runs at most. */
export interface WorkerTime {
  pace: SharedPace;
  factor: number;
}

/** One invocation; the definition comes with a function's first one in this thread. */
export interface ToWorker {
  name: string;
  invocation: Invocation;
  first?: { definition: FunctionDefinition; environment: Record<string, string> };
}
export type FromWorker = { line: string } | { outcome: Outcome };

const { pace, factor } = workerData as WorkerTime;
const clock = followingClock(followPace(pace), factor);
const send = (message: FromWorker): void => parentPort!.postMessage(message);

interface Instance {
  definition: FunctionDefinition;
  environment: Record<string, string>;
  handler?: Handler;
}
const instances = new Map<string, Instance>();

/** Date and timers of the whole thread follow the simulated clock. */
const { cancelAll: _never, ...time } = timeGlobals(clock);
Object.assign(globalThis, time);

function handlerOf(instance: Instance): Handler {
  const globals = { Date, setTimeout, clearTimeout, setInterval, clearInterval, fetch, Math, crypto };
  const own = functionGlobals(instance.environment, (line) => send({ line }));
  return loadBundle(instance.definition.folder, instance.definition.handler, { ...globals, ...own }, {});
}

async function invoke({ name, invocation, first }: ToWorker): Promise<Outcome> {
  if (first) instances.set(name, { ...first });
  const instance = instances.get(name)!;
  const deadline = clock.now() + instance.definition.timeoutSeconds * 1000;
  try {
    instance.handler ??= handlerOf(instance);
    const context = contextOf(instance.definition, invocation.requestId, invocation.logStream, () =>
      Math.max(0, deadline - clock.now()),
    );
    return { result: JSON.stringify(await instance.handler(JSON.parse(invocation.payload), context)) };
  } catch (error) {
    return { error: errorPayload(error) };
  }
}

parentPort!.on('message', (message: ToWorker) => {
  invoke(message).then(
    (outcome) => send({ outcome }),
    () => undefined,
  );
});
