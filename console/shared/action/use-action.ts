import { useState } from 'react';
import { call } from '../../client/call';
import { problemFrom, type Problem } from '../../client/problem';
import { isChange } from '../../client/request';
import { useSession } from '../../client/session';
import type { AnswerOf, InputOf, Operation } from '../../client/types';
import { refreshAll } from '../../client/use-answer';
import { notify, type Notification } from '../notifications';

/** An action of a page: one operation of the API that changes something. */
export interface Action<Name extends Operation> {
  /** Calls the operation, tells that it is done, and reads what is shown again. Returns the answer unless it failed. */
  run: (input: InputOf<Name>) => Promise<AnswerOf<Name> | undefined>;
  running: boolean;
  /** What went wrong the last time. */
  problem?: Problem;
  /** Forgets what went wrong. */
  reset: () => void;
  /** Why it cannot be called, for a disabled button: the console is read-only. */
  refused?: string;
}

/** Returns an action. `done` says in a notification what has happened; without a text nothing is told. */
export function useAction<Name extends Operation>(
  operation: Name,
  done: (answer: AnswerOf<Name>) => string | Omit<Notification, 'id'> | undefined,
): Action<Name> {
  const { read_only } = useSession();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (input: InputOf<Name>): Promise<AnswerOf<Name> | undefined> => {
    setRunning(true);
    setProblem(undefined);
    try {
      const answer = await call(operation, input);
      const said = done(answer);
      if (said !== undefined) notify(typeof said === 'string' ? { type: 'success', header: said } : said);
      refreshAll();
      return answer;
    } catch (error) {
      setProblem(problemFrom(error));
      return undefined;
    } finally {
      setRunning(false);
    }
  };
  const refused = read_only && isChange(operation) ? 'This console is read-only' : undefined;
  return { run, running, problem, reset: () => setProblem(undefined), refused };
}
