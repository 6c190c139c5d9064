import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { WallClock } from '../../kernel/clock';
import type { FunctionDefinition, Invocation, Outcome, Runner } from './definition';
import { timedOut } from './definition';
import type { FromWorker, ToWorker, WorkerTime } from './worker';

export interface WorkersOptions {
  clock: WallClock;
  /** The built worker.js. */
  workerFile: string;
  environment(definition: FunctionDefinition): Record<string, string>;
}

interface Thread {
  worker: Worker;
  /** Functions that it has been told of. */
  known: Set<string>;
  busy: boolean;
  lastUse: number;
  log: (line: string) => void;
  settle: (outcome: Outcome) => void;
}

/** A thread takes 30 MB and a tenth of a second: one that was idle for a minute goes. */
const IDLE_MILLISECONDS = 60_000;
const LARGEST_POOL = 32;
/** Above any function's own limit, so that a leak ends the thread and not the process. */
const HEAP_MEGABYTES = 1024;

/**
 * Runs functions in worker threads that reach AWS's APIs by HTTP. A thread runs one invocation at a time; it may hold
 * several functions, each with its own globals and environment. A function that outlives its timeout takes its thread
 * with it.
 */
export class WorkerRunner implements Runner {
  private readonly threads = new Set<Thread>();
  private readonly waiting: (() => void)[] = [];
  private readonly sweep: NodeJS.Timeout;

  constructor(private readonly options: WorkersOptions) {
    this.start();
    this.sweep = setInterval(() => this.dropIdle(), IDLE_MILLISECONDS);
    this.sweep.unref();
  }

  async run(definition: FunctionDefinition, invocation: Invocation, log: (line: string) => void): Promise<Outcome> {
    const thread = await this.take(definition.name);
    thread.log = log;
    const release = this.options.clock.hold();
    return new Promise<Outcome>((resolve) => {
      const watch = this.watch(definition, () => {
        this.drop(thread);
        resolve({ error: timedOut(invocation.requestId, definition.timeoutSeconds) });
      });
      thread.settle = (outcome) => {
        watch.cancel();
        this.release(thread);
        resolve(outcome);
      };
      const first = thread.known.has(definition.name)
        ? undefined
        : { definition, environment: this.options.environment(definition) };
      thread.known.add(definition.name);
      thread.worker.postMessage({ name: definition.name, invocation, first } satisfies ToWorker);
    }).finally(release);
  }

  private start(): Thread {
    const { clock, workerFile } = this.options;
    const workerData: WorkerTime = { pace: clock.pace.shared, factor: clock.pace.factor };
    const worker = new Worker(workerFile, {
      workerData,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    const thread: Thread = {
      worker,
      known: new Set(),
      busy: false,
      lastUse: performance.now(),
      log: () => undefined,
      settle: () => undefined,
    };
    const end = (errorMessage: string): void => {
      if (this.threads.delete(thread)) thread.settle({ error: { errorType: 'Runtime.ExitError', errorMessage } });
    };
    worker.on('message', (message: FromWorker) =>
      'line' in message ? thread.log(message.line) : thread.settle(message.outcome),
    );
    worker.on('error', (error: Error) => end(`RequestId: the function's process ended: ${error.message}`));
    worker.on('exit', () => end('RequestId: the function ended its process'));
    worker.unref();
    this.threads.add(thread);
    return thread;
  }

  /** A thread that knows the function already, else any that is idle, else a new one. */
  private async take(name: string): Promise<Thread> {
    for (;;) {
      const idle = [...this.threads].filter((thread) => !thread.busy);
      const thread =
        idle.find(({ known }) => known.has(name)) ??
        idle[0] ??
        (this.threads.size < LARGEST_POOL ? this.start() : undefined);
      if (thread) {
        thread.busy = true;
        return thread;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private release(thread: Thread): void {
    thread.busy = false;
    thread.lastUse = performance.now();
    this.waiting.shift()?.();
  }

  private dropIdle(): void {
    const old = [...this.threads].filter(
      (thread) => !thread.busy && performance.now() - thread.lastUse > IDLE_MILLISECONDS,
    );
    for (const thread of old.slice(0, this.threads.size - 1)) this.drop(thread);
  }

  private drop(thread: Thread): void {
    this.threads.delete(thread);
    void thread.worker.terminate();
    this.waiting.shift()?.();
  }

  /**
   * Fires when the function has used its time. On a sped-up clock a second of its limit is a moment of the machine's
   * time, in which it may not even have been scheduled, so it always gets twenty real seconds more, but never more than
   * its limit in real time.
   */
  private watch(definition: FunctionDefinition, expire: () => void): { cancel(): void } {
    const limit = definition.timeoutSeconds * 1000;
    const timer = setTimeout(expire, Math.min(limit, limit / this.options.clock.pace.factor + 20_000));
    return { cancel: () => clearTimeout(timer) };
  }

  async close(): Promise<void> {
    clearInterval(this.sweep);
    const threads = [...this.threads];
    this.threads.clear();
    await Promise.all(threads.map((thread) => thread.worker.terminate()));
  }
}
