interface Signalled {
  on(name: NodeJS.Signals, listener: () => void): unknown;
}
interface Output {
  on(name: 'error', listener: () => void): unknown;
}

/** What ends a run early: Ctrl-C, an end that is asked for, and a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts at the first signal; later ones are told that the removal goes on. A terminal that is closed takes no output
 * any more, which does not end the removal either.
 */
export function interruptOf(
  process: Signalled,
  { outputs, say }: { outputs: readonly Output[]; say: (line: string) => void },
): AbortController {
  const interrupt = new AbortController();
  for (const output of outputs) output.on('error', () => undefined);
  const stop = (): void => {
    if (interrupt.signal.aborted) say('The removal goes on. What cannot be removed is listed at its end.');
    interrupt.abort();
  };
  for (const name of signals) process.on(name, stop);
  return interrupt;
}
