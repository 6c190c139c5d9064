import { seededRandom } from '../../kernel/random';
import type { WireResponse } from '../../kernel/types';
import type { ErrorPayload, FunctionDefinition, Invocation, Outcome, Runner } from './definition';
import { errorPayload, exited, timedOut } from './definition';
import { contextOf } from './environment';
import type { Instance, Surroundings } from './instances';
import { keyOf, loadInstance, nobody } from './instances';

export interface InProcessOptions extends Surroundings {
  environment(definition: FunctionDefinition): Record<string, string>;
  /**
   * Loads every function anew; otherwise one that an earlier simulation of this process has left is used, as a warm
   * function is.
   */
  fresh: boolean;
  /** Gives each invocation an instance of its own while it runs, as Lambda does; otherwise they share one. */
  apart: boolean;
}

/** Nothing that an abandoned function asks is ever answered. */
const NOWHERE: Surroundings = {
  clock: {
    now: () => 0,
    after: () => ({ cancel: () => undefined }),
    sleep: () => new Promise(() => undefined),
    hold: () => () => undefined,
  },
  answer: () => new Promise<WireResponse>(() => undefined),
};

/** Instances that closed simulations have left. Evaluating a bundle takes longer than most of its invocations. */
const warm = new Map<string, Instance[]>();

/**
 * Runs functions inside this process: the built bundle with `require`, process.env, Date, timers, random numbers and
 * HTTP of its own. Much faster than workers, with a virtual clock exact; but an endless loop in a handler cannot be
 * stopped.
 */
export class InProcessRunner implements Runner {
  private readonly instances = new Map<string, Instance[]>();
  private readonly running = new Map<Instance, number>();
  private closed = false;

  constructor(private readonly options: InProcessOptions) {}

  async run(definition: FunctionDefinition, invocation: Invocation, log: (line: string) => void): Promise<Outcome> {
    const { clock } = this.options;
    if (this.closed) return new Promise(() => undefined);
    const deadline = clock.now() + definition.timeoutSeconds * 1000;
    let instance: Instance | undefined;
    try {
      instance = this.instance(definition);
      instance.log = log;
      this.running.set(instance, this.invocationsOf(instance) + 1);
      return await this.invoke(instance, definition, invocation, deadline);
    } catch (error) {
      return { error: errorPayload(error) };
    } finally {
      if (instance) this.running.set(instance, Math.max(0, this.invocationsOf(instance) - 1));
    }
  }

  private invoke(
    instance: Instance,
    definition: FunctionDefinition,
    { requestId, payload, logStream }: Invocation,
    deadline: number,
  ): Promise<Outcome> {
    const { clock } = this.options;
    const context = contextOf(definition, requestId, logStream, () => Math.max(0, deadline - clock.now()));
    return new Promise((resolve, reject) => {
      const end = (error: ErrorPayload): void => {
        timer.cancel();
        this.drop(definition.name, instance);
        resolve({ error });
      };
      const limit = definition.timeoutSeconds;
      const timer = clock.after(limit * 1000, () => end(timedOut(requestId, limit)));
      instance.random = seededRandom(requestId);
      instance.caller = {
        functionName: definition.name,
        requestId,
        exit: () => end(exited(requestId)),
        discard: () => void (instance.reusable = false),
      };
      new Promise((done) => done(instance.handler(JSON.parse(payload), context)))
        .then((value) => resolve({ result: JSON.stringify(value) }), reject)
        .finally(() => timer.cancel());
    });
  }

  private invocationsOf(instance: Instance): number {
    return this.running.get(instance) ?? 0;
  }

  /** An instance that has time: with `apart`, one that serves nobody else. */
  private instance(definition: FunctionDefinition): Instance {
    const present = this.instances.get(definition.name) ?? [];
    const free = present.find((one) => !this.options.apart || this.invocationsOf(one) === 0);
    if (free) return free;
    const environment = this.options.environment(definition);
    const { folder, handler } = definition;
    const left = this.options.fresh ? undefined : warm.get(keyOf(folder, environment))?.pop();
    const instance = left ?? loadInstance(folder, handler, environment, this.options);
    instance.surroundings = this.options;
    this.instances.set(definition.name, [...present, instance]);
    return instance;
  }

  private drop(name: string, instance: Instance): void {
    this.instances.set(
      name,
      (this.instances.get(name) ?? []).filter((one) => one !== instance),
    );
    this.abandon(instance);
  }

  private abandon(instance: Instance): void {
    instance.time.cancelAll();
    instance.surroundings = NOWHERE;
    // An invocation holds its whole simulation.
    instance.caller = nobody;
    instance.log = () => undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const instance of [...this.instances.values()].flat()) {
      this.abandon(instance);
      if (this.options.fresh || !instance.reusable || this.invocationsOf(instance) > 0) continue;
      warm.set(instance.key, [...(warm.get(instance.key) ?? []), instance]);
    }
    this.instances.clear();
  }
}
