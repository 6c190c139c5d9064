import type { Context } from './context';
import { exitCodes } from './failure';

/**
 * Asks for confirmation on stderr before something is removed or stopped. `--yes` confirms; end of input or a pipe
 * declines. Prints one line and returns false when declined, in every output format; the command then exits with
 * `declined`.
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.yes) return true;
  const { terminal } = context;
  if (!terminal.interactive) {
    terminal.err('Aborted: confirmation needed. Re-run with --yes.\n');
    return false;
  }
  terminal.err(`${question} [y/N] `);
  const answer = await terminal.readLine();
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return true;
  // At the end of input, the cursor is still on the line of the prompt.
  terminal.err(`${answer === undefined ? '\n' : ''}Aborted.\n`);
  return false;
}

/** The exit code of a command whose confirmation was declined. */
export const declined = exitCodes.failed;
