import type { WireResponse } from '../../kernel/types';
import type { FunctionDefinition, Invocation, Outcome, Runner } from './definition';
import { errorPayload, timedOut } from './definition';
import { contextOf } from './environment';
import type { Instance, Surroundings } from './instances';
import { keyOf, loadInstance } from './instances';

export interface InProcessOptions extends Surroundings {
  environment(definition: FunctionDefinition): Record<string, string>;
  /**
   * Loads every function anew; otherwise one that an earlier simulation of this process has left is used, as a warm
   * function is.
   */
  fresh: boolean;
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
const warm = new Map<string, Instance>();

/**
 * Runs functions inside this process: the built bundle with `require`, process.env, Date, timers and HTTP of its own.
 * Much faster than workers, with a virtual clock exact; but an endless loop in a handler cannot be stopped.
 */
export class InProcessRunner implements Runner {
  private readonly instances = new Map<string, Instance>();
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
      this.running.set(instance, (this.running.get(instance) ?? 0) + 1);
      return await this.invoke(instance, definition, invocation, deadline);
    } catch (error) {
      return { error: errorPayload(error) };
    } finally {
      if (instance) this.running.set(instance, (this.running.get(instance) ?? 1) - 1);
    }
  }

  private invoke(
    instance: Instance,
    definition: FunctionDefinition,
    invocation: Invocation,
    deadline: number,
  ): Promise<Outcome> {
    const { clock } = this.options;
    const context = contextOf(definition, invocation.requestId, invocation.logStream, () =>
      Math.max(0, deadline - clock.now()),
    );
    const work = Promise.resolve(instance.handler(JSON.parse(invocation.payload), context));
    return new Promise((resolve, reject) => {
      const timer = clock.after(definition.timeoutSeconds * 1000, () => {
        this.instances.delete(definition.name);
        this.abandon(instance);
        resolve({ error: timedOut(invocation.requestId, definition.timeoutSeconds) });
      });
      work.then((value) => resolve({ result: JSON.stringify(value) }), reject).finally(() => timer.cancel());
    });
  }

  private instance(definition: FunctionDefinition): Instance {
    const present = this.instances.get(definition.name);
    if (present) return present;
    const environment = this.options.environment(definition);
    const { folder, handler } = definition;
    const key = keyOf(folder, environment);
    const left = this.options.fresh ? undefined : warm.get(key);
    const instance = left ?? loadInstance(folder, handler, environment, this.options);
    warm.delete(key);
    instance.surroundings = this.options;
    this.instances.set(definition.name, instance);
    return instance;
  }

  private abandon(instance: Instance): void {
    instance.time.cancelAll();
    instance.surroundings = NOWHERE;
    instance.log = () => undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const instance of this.instances.values()) {
      this.abandon(instance);
      if (!this.options.fresh && (this.running.get(instance) ?? 0) === 0) warm.set(instance.key, instance);
    }
    this.instances.clear();
  }
}
