import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { call } from './call';
import { problemFrom, type Problem } from './problem';
import { createStore } from './store';
import type { AnswerOf, InputOf, Operation } from './types';

/** Counts the changes that this page has made: what is shown is then read again. */
const changes = createStore(0);

/** Reads everything that is shown again, after something has changed. */
export function refreshAll(): void {
  changes.set(changes.get() + 1);
}

/** An answer as it is read. While it is read again, the last one stays. */
export interface Reading<Answer> {
  answer?: Answer;
  problem?: Problem;
  /** Whether nothing can be shown yet. */
  loading: boolean;
  /** Whether an answer is being read, the first one or a newer one. */
  refreshing: boolean;
  refresh: () => void;
}

export interface ReadOptions<Answer> {
  /** Milliseconds of real time between readings; with a function of the last answer, undefined stops them. */
  refreshEvery?: number | ((answer: Answer | undefined) => number | undefined);
}

/**
 * Reads an operation of the API: at first, when its input changes, after each action of this page, and at an interval
 * while the tab is visible. `undefined` as input reads nothing. A request that nobody waits for any more is aborted.
 */
export function useAnswer<Name extends Operation>(
  operation: Name,
  input: InputOf<Name> | undefined,
  { refreshEvery }: ReadOptions<AnswerOf<Name>> = {},
): Reading<AnswerOf<Name>> {
  const key = input === undefined ? undefined : JSON.stringify([operation, input]);
  const changed = useSyncExternalStore(changes.follow, changes.get);
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<{ key?: string; answer?: AnswerOf<Name>; problem?: Problem; reading: boolean }>({
    reading: key !== undefined,
  });
  const inputNow = useRef(input);
  inputNow.current = input;

  useEffect(() => {
    if (key === undefined || inputNow.current === undefined) return;
    const abort = new AbortController();
    setState((last) => (last.key === key ? { ...last, reading: true } : { reading: true }));
    call(operation, inputNow.current, abort.signal).then(
      (answer) => setState({ key, answer, reading: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState((last) => ({ ...(last.key === key ? last : {}), key, problem: problemFrom(error), reading: false }));
      },
    );
    return () => abort.abort();
  }, [operation, key, changed, asked]);

  const refresh = useCallback(() => setAsked((count) => count + 1), []);
  const isCurrent = state.key === key;
  const answer = isCurrent ? state.answer : undefined;
  const problem = isCurrent ? state.problem : undefined;
  const interval = typeof refreshEvery === 'function' ? refreshEvery(answer) : refreshEvery;
  useEffect(() => {
    if (interval === undefined || key === undefined || state.reading) return;
    const timer = setTimeout(() => {
      if (!document.hidden) refresh();
      else document.addEventListener('visibilitychange', refresh, { once: true });
    }, interval);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [interval, key, state.reading, asked, refresh]);

  return {
    answer,
    problem,
    loading: key !== undefined && answer === undefined && problem === undefined,
    refreshing: key !== undefined && state.reading,
    refresh,
  };
}
