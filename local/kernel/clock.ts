import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { Pace } from './pace';
import { TimerQueue } from './timer-queue';
import type { Clock, Timer } from './types';

/**
 * Turns of the event loop in which nothing may touch the clock before it jumps: the SDK hops through streams and
 * promises.
 */
const SETTLING_TURNS = 8;
/** Node fires longer timeouts at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export interface VirtualClock extends Clock {
  /** Moves the time on by so many milliseconds; every timer due on the way fires in order, background timers too. */
  advance(milliseconds: number): Promise<void>;
  /**
   * Lets the time run, with background timers alone if need be, until the promise has settled, and answers with its
   * outcome.
   */
  until<T>(promise: Promise<T>): Promise<T>;
}

export interface WallClock extends Clock {
  /** The pace that worker threads follow. */
  readonly pace: Pace;
}

/**
 * Returns the real clock from `start` on (milliseconds, default: now), running `factor` times as fast, and more slowly
 * while something holds it. Background timers do not keep the process alive.
 */
export function wallClock(factor: number, start: number = Date.now()): WallClock {
  const pace = new Pace(factor, start);
  return { ...followingClock(pace.now, factor), hold: (fastest) => pace.slow(fastest), pace };
}

/** Returns a clock that follows a time which never runs faster than `factor` times real time. */
export function followingClock(now: () => number, factor: number): Clock {
  const after: Clock['after'] = (milliseconds, run, options) => {
    const due = now() + Math.max(0, milliseconds);
    let timeout: NodeJS.Timeout;
    const arm = () => {
      const remaining = Math.min((due - now()) / factor, LONGEST_TIMEOUT);
      // It is early when the time ran more slowly; and Node may fire up to a millisecond early, which is much at a high
      // factor.
      timeout = setTimeout(() => (now() < due ? arm() : run()), Math.max(0, remaining));
      if (options?.background) timeout.unref();
    };
    arm();
    return { cancel: () => clearTimeout(timeout) };
  };
  // AWS's times have whole milliseconds; the timers above need the exact ones.
  return { now: () => Math.floor(now()), after, sleep: sleeper(after), hold: () => () => undefined };
}

/**
 * Returns a clock that jumps from timer to timer. It jumps by itself as long as a timer that is not `background` is
 * outstanding or somebody awaits `until`, no hold is open, and the event loop has settled (several turns in which
 * nobody touched the clock). Timers fire by due time, then in the order in which they were made, in every run. Work
 * that waits for something outside the event loop's turns (a file, a socket, a worker) must hold the clock. With
 * `manual`, only `advance` and `until` move it.
 */
export function virtualClock(start: number, options: { manual?: boolean } = {}): VirtualClock {
  const timers = new TimerQueue();
  const advances: { milliseconds: number; done: () => void }[] = [];
  let time = start;
  let horizon: number | undefined;
  let holds = 0;
  let awaited = 0;
  let touches = 0;
  let turning = false;

  const wantsToJump = () => advances.length > 0 || awaited > 0 || (!options.manual && timers.foreground > 0);

  const touch = () => {
    touches += 1;
    if (turning || holds > 0 || !wantsToJump()) return;
    turning = true;
    settle(touches, SETTLING_TURNS);
  };

  const settle = (seen: number, turns: number): void => {
    setImmediate(() => {
      if (seen !== touches) settle(touches, SETTLING_TURNS);
      else if (turns > 1) settle(seen, turns - 1);
      else {
        turning = false;
        jump();
      }
    });
  };

  const jump = () => {
    if (holds > 0 || !wantsToJump()) return;
    const advance = advances[0];
    if (advance) horizon ??= time + advance.milliseconds;
    const due = timers.due();
    if (advance && horizon !== undefined && (due === undefined || due > horizon)) {
      time = horizon;
      horizon = undefined;
      advances.shift();
      advance.done();
    } else if (due !== undefined) {
      time = Math.max(time, due);
      // The next jump is prepared first: a timer that throws must not stop the clock for the others.
      const run = timers.take();
      touch();
      run();
      return;
    } else return;
    touch();
  };

  const after: Clock['after'] = (milliseconds, run, { background = false } = {}): Timer => {
    const cancel = timers.add(time + Math.max(0, milliseconds), run, background);
    touch();
    return {
      cancel: () => {
        cancel();
        touch();
      },
    };
  };

  return {
    now: () => time,
    after,
    sleep: sleeper(after),
    hold: () => {
      let open = true;
      holds += 1;
      touches += 1;
      return () => {
        if (!open) return;
        open = false;
        holds -= 1;
        touch();
      };
    },
    advance: (milliseconds) =>
      new Promise((done) => {
        advances.push({ milliseconds, done });
        touch();
      }),
    until: async (promise) => {
      awaited += 1;
      touch();
      try {
        return await promise;
      } finally {
        awaited -= 1;
      }
    },
  };
}

function sleeper(after: Clock['after']): Clock['sleep'] {
  return (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const abort = () => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      const timer = after(milliseconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
}
