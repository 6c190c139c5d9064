import type { Context } from './context';
import { exitCodes } from './failure';

/**
 * Asks on stderr before something is removed or stopped. `--yes` answers; end of input or a pipe means no.
 * Declined: one quiet line, and false in every output format; the command then exits with `declined`.
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.yes) return true;
  const { terminal } = context;
  if (!terminal.interactive) {
    terminal.err('Not done: nobody can answer here (--yes answers).\n');
    return false;
  }
  terminal.err(`${question} [y/N] `);
  const answer = await terminal.readLine();
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return true;
  // At the end of input the cursor still stands behind the question.
  terminal.err(`${answer === undefined ? '\n' : ''}Not done.\n`);
  return false;
}

/** The exit code of a command whose question was not answered with yes. */
export const declined = exitCodes.failed;
