import { useEffect, useState } from 'react';
import { timeAt, type Clock } from './clock';
import { createStore } from './store';

/** The clock of the deployment, which every answer sets. */
export const clock = createStore<Clock>({ deployed: Date.now(), real: Date.now(), speed: 1 });

/** Returns the time of the deployment now. */
export function now(): Date {
  return new Date(timeAt(clock.get(), Date.now()));
}

/** Returns the time of the deployment, and renders again at an interval of real time in milliseconds. */
export function useNow(every = 1_000): Date {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return time;
}
