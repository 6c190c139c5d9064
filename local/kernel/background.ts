import type { Clock, Timer } from './types';

/**
 * Calls `run` again and again, at the time that `next` gives after each run (undefined ends it). These timers are
 * background timers: they do not make a virtual clock jump by themselves.
 */
export function repeat(clock: Clock, next: (after: number) => number | undefined, run: () => void): Timer {
  let timer: Timer | undefined;
  const arm = (): void => {
    const now = clock.now();
    const at = next(now);
    if (at === undefined) return;
    timer = clock.after(Math.max(1, at - now), fire, { background: true });
  };
  const fire = (): void => {
    arm();
    run();
  };
  arm();
  return { cancel: () => timer?.cancel() };
}
