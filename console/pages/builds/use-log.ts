import { useCallback, useEffect, useState } from 'react';
import { call } from '../../client/call';
import { problemFrom, type Problem } from '../../client/problem';
import { afterPage, emptyLog, type Log } from './log';

/** Milliseconds of real time between readings of a log that grows. */
const interval = 2_500;

/** Reads the log of a run from its start by its cursor, each line once, and goes on until nothing follows. */
export function useLog(id: string): { log: Log; problem?: Problem; retry: () => void } {
  const [log, setLog] = useState<Log>(emptyLog);
  const [problem, setProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known: Log = emptyLog;
    setLog(emptyLog);
    const read = async (): Promise<void> => {
      try {
        for (;;) {
          const query = { cursor: known.cursor };
          const after = afterPage(known, await call('readBuildLog', { parameters: { id }, query }, abort.signal));
          known = after.log;
          if (!after.more) break;
        }
        setLog(known);
        setProblem(undefined);
      } catch (error) {
        if (abort.signal.aborted) return;
        setProblem(problemFrom(error));
      }
      if (!known.done && !abort.signal.aborted) timer = setTimeout(() => void read(), interval);
    };
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { log, problem, retry };
}
