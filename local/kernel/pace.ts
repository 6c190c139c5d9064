import { performance } from 'node:perf_hooks';

/**
 * How fast simulated time runs at most while something computes. Limits and deadlines are simulated, and a busy machine
 * must not use them up: at 60 times, a function that waits one second for a processor would lose a minute.
 */
const BUSY_FACTOR = 5;

/** Times as both sides of a thread see them, in milliseconds. */
const realNow = (): number => performance.timeOrigin + performance.now();

/** A pace as threads share it: a simulated time, the real time of that moment, the factor, and a number of changes. */
export type SharedPace = SharedArrayBuffer;

const partsOf = (shared: SharedPace): { times: Float64Array; changes: Int32Array } => ({
  times: new Float64Array(shared, 0, 3),
  changes: new Int32Array(shared, 24, 1),
});

/** Returns a function that tells the simulated time, in milliseconds, of a pace that another thread keeps. */
export function followPace(shared: SharedPace): () => number {
  const { times, changes } = partsOf(shared);
  return () => {
    for (;;) {
      const before = Atomics.load(changes, 0);
      const [simulated = 0, real = 0, factor = 1] = times;
      // An odd number means that the times are just being written.
      if (before % 2 === 0 && Atomics.load(changes, 0) === before) return simulated + (realNow() - real) * factor;
    }
  };
}

/**
 * Simulated time that runs `factor` times as fast as real time from `start` (milliseconds) on, and more slowly as long
 * as something computes.
 */
export class Pace {
  readonly shared: SharedPace = new SharedArrayBuffer(32);
  readonly now = followPace(this.shared);
  private readonly parts = partsOf(this.shared);
  private current: number;
  private readonly limits = new Map<symbol, number>();

  constructor(
    readonly factor: number,
    start: number,
  ) {
    this.current = factor;
    this.write(start, factor);
  }

  /** Slows the time to at most a factor until the returned function is called. */
  slow(fastest = BUSY_FACTOR): () => void {
    const hold = Symbol('hold');
    this.limits.set(hold, fastest);
    this.follow();
    return () => {
      if (this.limits.delete(hold)) this.follow();
    };
  }

  private follow(): void {
    const factor = Math.min(this.factor, ...this.limits.values());
    if (factor === this.current) return;
    this.current = factor;
    this.write(this.now(), factor);
  }

  private write(simulated: number, factor: number): void {
    const { times, changes } = this.parts;
    Atomics.add(changes, 0, 1);
    times.set([simulated, realNow(), factor]);
    Atomics.add(changes, 0, 1);
  }
}
