import type { Clock, Timer } from '../../kernel/types';

export interface TimeGlobals {
  Date: DateConstructor;
  setTimeout: (run: (...values: unknown[]) => void, milliseconds?: number, ...values: unknown[]) => unknown;
  clearTimeout: (handle: unknown) => void;
  setInterval: (run: (...values: unknown[]) => void, milliseconds?: number, ...values: unknown[]) => unknown;
  clearInterval: (handle: unknown) => void;
  /** Cancels every timer that is still outstanding. */
  cancelAll(): void;
}

/** Returns a Date class whose present is the given clock's. */
export function simulatedDate(now: () => number): DateConstructor {
  return class SimulatedDate extends Date {
    constructor(...values: unknown[]) {
      if (values.length === 0) super(Math.floor(now()));
      else super(...(values as [number]));
    }

    static override now(): number {
      return Math.floor(now());
    }
  } as unknown as DateConstructor;
}

/** Timer functions on a simulated clock, with the handles that Node's have. */
export function timeGlobals(clock: Clock): TimeGlobals {
  const timers = new Set<Handle>();
  class Handle {
    timer?: Timer;

    ref(): this {
      return this;
    }

    unref(): this {
      return this;
    }

    hasRef(): boolean {
      return timers.has(this);
    }

    refresh(): this {
      return this;
    }

    cancel(): void {
      this.timer?.cancel();
      timers.delete(this);
    }

    /** Node lets a handle stand for a number. */
    [Symbol.toPrimitive](): number {
      return 1;
    }
  }
  const start = (
    run: (...values: unknown[]) => void,
    milliseconds: number,
    values: unknown[],
    again: boolean,
  ): Handle => {
    const handle = new Handle();
    const arm = (): void => {
      handle.timer = clock.after(milliseconds, () => {
        if (again) arm();
        else timers.delete(handle);
        run(...values);
      });
    };
    timers.add(handle);
    arm();
    return handle;
  };
  const clear = (handle: unknown): void => {
    if (handle instanceof Handle) handle.cancel();
  };
  return {
    Date: simulatedDate(() => clock.now()),
    setTimeout: (run, milliseconds = 1, ...values) => start(run, milliseconds, values, false),
    setInterval: (run, milliseconds = 1, ...values) => start(run, Math.max(1, milliseconds), values, true),
    clearTimeout: clear,
    clearInterval: clear,
    cancelAll: () => timers.forEach((handle) => handle.cancel()),
  };
}
