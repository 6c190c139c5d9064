import type { Context } from './context';
import { exitCodes } from './failure';

/**
 * Asks on stderr before something is removed or stopped. `--yes` answers; end of input or a pipe means no.
 * Declined: one quiet line, and false in every output format; the command then exits with `declined`.
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.yes) return true;
  const { terminal } = context;
  terminal.err(`${question} [y/N] `);
  const answer = terminal.interactive ? await terminal.readLine() : undefined;
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return true;
  terminal.err(answer === undefined ? '\nNot done: nobody answered (--yes answers).\n' : 'Not done.\n');
  return false;
}

/** The exit code of a command whose question was not answered with yes. */
export const declined = exitCodes.failed;
