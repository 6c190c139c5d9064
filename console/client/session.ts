import { createContext, useContext } from 'react';
import type { ConsoleSession } from '../../core/api/console-session';
import { send } from './call';
import { clock } from './now';

const Session = createContext<ConsoleSession | undefined>(undefined);

/** Gives the session to the components in it. */
export const SessionProvider = Session.Provider;

/** Reads the session of the console, and sets the clock by it. */
export async function readSession(): Promise<ConsoleSession> {
  const session = (await send('/session')) as ConsoleSession;
  clock.set({ deployed: Date.parse(session.now), real: Date.now(), speed: session.speed });
  return session;
}

/** Returns the session: the deployment, whether the console is read-only, and how the command is called. */
export function useSession(): ConsoleSession {
  const session = useContext(Session);
  if (session === undefined) throw new Error('a component that needs the session is outside of its provider');
  return session;
}
