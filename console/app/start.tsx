import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState } from 'react';
import type { ConsoleSession } from '../../core/api/console-session';
import { problemFrom, type Problem } from '../client/problem';
import { readSession, SessionProvider } from '../client/session';
import { ProblemAlert } from '../shared/problem-alert';
import { Shell } from './shell';

/** Reads the session, then shows the page; without one it says why. */
export function Start() {
  const [session, setSession] = useState<ConsoleSession>();
  const [problem, setProblem] = useState<Problem>();
  const read = (): void => {
    setProblem(undefined);
    readSession().then(setSession, (error: unknown) => setProblem(problemFrom(error)));
  };
  useEffect(read, []);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {session ? (
        <SessionProvider value={session}>
          <Shell />
        </SessionProvider>
      ) : problem ? (
        <ProblemAlert problem={problem} retry={read} />
      ) : (
        <Spinner size="large" />
      )}
    </I18nProvider>
  );
}
