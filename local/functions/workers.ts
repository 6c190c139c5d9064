import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../types';
import type { FunctionDefinition, Invocation, Outcome, Runner } from './definition';
import { timedOut } from './definition';
import type { FromWorker, ToWorker, WorkerTime } from './worker';

export interface WorkersOptions {
  clock: Clock;
  /** How many times as fast as the real clock the simulated one runs. */
  factor: number;
  /** The built worker.js. */
  workerFile: string;
  environment(definition: FunctionDefinition): Record<string, string>;
}

interface Thread {
  worker: Worker;
  log: (line: string) => void;
  settle: (outcome: Outcome) => void;
  idleTimer?: NodeJS.Timeout;
}

/** Threads that wait, already started, for their first function. */
const SPARE = 2;
const IDLE_MILLISECONDS = 60_000;
/** A thread takes about 30 MB: the longest idle one goes first. */
const LARGEST_POOL = 24;

/**
 * Runs each function in worker threads of its own, one invocation per thread at a time, as Lambda does. They reach AWS's APIs by
 * HTTP. Idle threads are stopped.
 */
export class WorkerRunner implements Runner {
  private readonly spare: Thread[] = [];
  private readonly idle = new Map<string, Thread[]>();
  private readonly all = new Set<Thread>();
  private closed = false;

  constructor(private readonly options: WorkersOptions) {
    for (let count = 0; count < SPARE; count += 1) this.spare.push(this.start());
  }

  async run(definition: FunctionDefinition, invocation: Invocation, log: (line: string) => void): Promise<Outcome> {
    const thread = this.take(definition);
    thread.log = log;
    return new Promise((resolve) => {
      const watch = this.watch(definition, thread, () => {
        this.drop(thread);
        resolve({ error: timedOut(invocation.requestId, definition.timeoutSeconds) });
      });
      thread.settle = (outcome) => {
        watch.cancel();
        this.release(definition, thread);
        resolve(outcome);
      };
      thread.worker.postMessage({ invocation } satisfies ToWorker);
    });
  }

  private start(): Thread {
    const { clock, factor, workerFile } = this.options;
    const workerData: WorkerTime = { simulatedNow: clock.now(), realNow: performance.timeOrigin + performance.now(), factor };
    const worker = new Worker(workerFile, { workerData, env: {}, stdout: true, stderr: true });
    const thread: Thread = { worker, log: () => undefined, settle: () => undefined };
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on('data', (chunk: Buffer) => String(chunk).split('\n').filter((line) => line !== '').forEach((line) => thread.log(line)));
    }
    worker.on('message', (message: FromWorker) => {
      // What the function printed arrives on other ports: let it come first.
      if ('outcome' in message) setImmediate(() => thread.settle(message.outcome));
    });
    worker.on('error', (error: Error) => {
      this.drop(thread);
      thread.settle({ error: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: the function's process ended: ${error.message}` } });
    });
    worker.on('exit', () => {
      if (this.all.delete(thread)) thread.settle({ error: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: the function ended its process' } });
    });
    worker.unref();
    this.all.add(thread);
    return thread;
  }

  private take(definition: FunctionDefinition): Thread {
    const idle = this.idle.get(definition.name)?.pop();
    if (idle) {
      clearTimeout(idle.idleTimer);
      return idle;
    }
    const thread = this.spare.shift() ?? this.start();
    thread.worker.postMessage({ assignment: { definition, environment: this.options.environment(definition) } } satisfies ToWorker);
    if (!this.closed) setTimeout(() => !this.closed && this.spare.length < SPARE && this.spare.push(this.start()), 50).unref();
    return thread;
  }

  private release(definition: FunctionDefinition, thread: Thread): void {
    if (this.closed || !this.all.has(thread)) return;
    const pool = this.idle.get(definition.name) ?? [];
    this.idle.set(definition.name, pool);
    pool.push(thread);
    const stop = (): void => {
      pool.splice(pool.indexOf(thread), 1);
      this.drop(thread);
    };
    thread.idleTimer = setTimeout(stop, IDLE_MILLISECONDS);
    thread.idleTimer.unref();
    if (this.all.size > LARGEST_POOL) this.dropLongestIdle();
  }

  private dropLongestIdle(): void {
    const pool = [...this.idle.values()].find((threads) => threads.length > 0);
    const thread = pool?.shift();
    if (thread) this.drop(thread);
  }

  private drop(thread: Thread): void {
    clearTimeout(thread.idleTimer);
    this.all.delete(thread);
    void thread.worker.terminate();
  }

  /** Fires when the function has used its time: simulated time, but what it really computed counts once and not times the factor. */
  private watch(definition: FunctionDefinition, thread: Thread, expire: () => void): { cancel(): void } {
    const { clock, factor } = this.options;
    const limit = definition.timeoutSeconds * 1000;
    const began = clock.now();
    const busy = (): number => thread.worker.performance.eventLoopUtilization().active + performance.eventLoopUtilization().active;
    const before = busy();
    let timer = clock.after(limit, check);
    function check(): void {
      const used = clock.now() - began - (busy() - before) * (factor - 1);
      if (used >= limit - 1) expire();
      else timer = clock.after(Math.max(limit - used, factor), check);
    }
    return { cancel: () => timer.cancel() };
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((thread) => thread.worker.terminate()));
    this.all.clear();
  }
}
