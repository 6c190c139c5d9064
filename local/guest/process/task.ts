import type { Clock } from '../../kernel/types';

/**
 * One line of execution on a guest. While its script computes it holds the simulated clock; while a program
 * takes its time, the clock runs.
 */
export class Task {
  private readonly controller = new AbortController();
  private release: (() => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.hold();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Lets simulated milliseconds pass; comes back early when the signal says so. */
  spend(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    return this.until(signal, (done) => {
      const timer = this.clock.after(milliseconds, done);
      return () => timer.cancel();
    });
  }

  /** Waits for something that happens elsewhere; undefined when the signal comes first. */
  async waitFor<T>(other: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    let value: T | undefined;
    await this.until(signal, (done) => {
      void other
        .then(
          (result) => {
            value = result;
          },
          () => undefined,
        )
        .then(done);
      return () => undefined;
    });
    return value;
  }

  /** Waits until the signal comes: what a script does that never ends. */
  hang(signal: AbortSignal): Promise<void> {
    return this.until(signal, () => () => undefined);
  }

  kill(): void {
    if (this.signal.aborted) return;
    this.hold();
    this.controller.abort();
  }

  end(): void {
    this.release?.();
    this.release = undefined;
  }

  private hold(): void {
    this.release ??= this.clock.hold();
  }

  private until(signal: AbortSignal, start: (done: () => void) => () => void): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      let cancel: () => void = () => undefined;
      const done = () => {
        signal.removeEventListener('abort', done);
        cancel();
        this.hold();
        resolve();
      };
      signal.addEventListener('abort', done);
      cancel = start(done);
      this.end();
    });
  }
}
