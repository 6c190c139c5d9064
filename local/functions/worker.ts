import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { loadBundle } from './bundle';
import type { Handler } from './bundle';
import type { FunctionDefinition, Invocation, Outcome } from './definition';
import { errorPayload } from './definition';
import { contextOf } from './environment';
import { simulatedDate } from './simulated-time';

export interface WorkerTime {
  /** Simulated milliseconds at the real `Date.now()` of `realNow`. */
  simulatedNow: number;
  realNow: number;
  factor: number;
}

export interface Assignment {
  definition: FunctionDefinition;
  environment: Record<string, string>;
}

export type ToWorker = { assignment: Assignment } | { invocation: Invocation };
export type FromWorker = { ready: true } | { outcome: Outcome };

const { simulatedNow, realNow, factor } = workerData as WorkerTime;
const origin = performance.timeOrigin;
const now = (): number => simulatedNow + (origin + performance.now() - realNow) * factor;
const send = (message: FromWorker): void => parentPort!.postMessage(message);
let definition: FunctionDefinition;
let load: (() => Handler) | undefined;
let handler: Handler | undefined;

/** Date and timers of the whole thread follow the simulated clock. */
function followClock(): void {
  const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
  globalThis.Date = simulatedDate(now);
  globalThis.setTimeout = ((run: (...values: unknown[]) => void, milliseconds = 1, ...values: unknown[]) =>
    realTimeout(run, milliseconds / factor, ...values)) as typeof setTimeout;
  globalThis.setInterval = ((run: (...values: unknown[]) => void, milliseconds = 1, ...values: unknown[]) =>
    realInterval(run, milliseconds / factor, ...values)) as typeof setInterval;
}

function assign({ definition: given, environment }: Assignment): void {
  definition = given;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  load = () => loadBundle(definition.folder, definition.handler, { process, console, Date, setTimeout, clearTimeout, setInterval, clearInterval, fetch }, {});
}

async function invoke({ requestId, payload, logStream }: Invocation): Promise<Outcome> {
  const deadline = now() + definition.timeoutSeconds * 1000;
  try {
    handler ??= load!();
    const context = contextOf(definition, requestId, logStream, () => Math.max(0, deadline - now()));
    return { result: JSON.stringify(await handler(JSON.parse(payload), context)) };
  } catch (error) {
    return { error: errorPayload(error) };
  }
}

followClock();
parentPort!.on('message', (message: ToWorker) => {
  if ('assignment' in message) assign(message.assignment);
  else invoke(message.invocation).then((outcome) => send({ outcome }), () => undefined);
});
send({ ready: true });
