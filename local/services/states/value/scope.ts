import type { Clock } from '../../../kernel/types';

/**
 * The lifetime of an execution, a branch or an attempt: when it is cancelled, all that lives in it ends with the same
 * reason.
 */
export class Scope {
  private reason: Error | undefined;
  private readonly listeners = new Set<(reason: Error) => void>();
  private readonly leave: () => void;

  constructor(parent?: Scope) {
    this.leave = parent ? parent.onCancel((reason) => this.cancel(reason)) : () => undefined;
  }

  get cancelled(): boolean {
    return this.reason !== undefined;
  }

  /** Ends everything in this scope; only the first reason counts. */
  cancel(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    this.leave();
    for (const listener of [...this.listeners]) listener(reason);
    this.listeners.clear();
  }

  /** Ends the scope without a reason: what is left in it no longer hears of the parent. */
  close(): void {
    this.leave();
    this.listeners.clear();
  }

  /** Runs when the scope is cancelled, at once if it is already. Returns how to take that back. */
  onCancel(listener: (reason: Error) => void): () => void {
    if (this.reason) {
      listener(this.reason);
      return () => undefined;
    }
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.reason) throw this.reason;
  }

  /** Resolves after the simulated time; rejects with the reason of the cancellation. */
  sleep(clock: Clock, milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = clock.after(milliseconds, () => {
        forget();
        resolve();
      });
      const forget = this.onCancel((reason) => {
        timer.cancel();
        reject(reason);
      });
    });
  }

  /** The outcome of the work, or the reason of the cancellation if that comes first. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const forget = this.onCancel(reject);
      work.then(resolve, reject).finally(forget);
    });
  }
}
