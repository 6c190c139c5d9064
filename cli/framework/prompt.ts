import type { Context, Deployment } from './context';
import { CommandFailure, exitCodes, usageError } from './failure';

/**
 * Asks for confirmation on stderr before something is removed or stopped, and names the deployment. `--yes` confirms;
 * end of input or a pipe declines. Prints one line and returns false when declined, in every output format; the command
 * then exits with `declined`.
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.yes) return true;
  const { terminal, messages } = context;
  if (!terminal.interactive) {
    const message = 'Aborted: confirmation needed. Re-run with --yes.';
    if (context.format === 'json') messages.error(usageError(message));
    else messages.note(message);
    return false;
  }
  messages.prompt(`Deployment: ${describeDeployment(await context.calledDeployment())}\n${question} [y/N] `);
  const answer = await terminal.readLine();
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return true;
  // At the end of input, the cursor is still on the line of the prompt.
  messages.prompt(`${answer === undefined ? '\n' : ''}Aborted.\n`);
  return false;
}

/** Asks for a line on stderr; an empty line means `byDefault`. Throws with exit code 1 at the end of input. */
export async function ask({ terminal, messages }: Context, question: string, byDefault: string): Promise<string> {
  messages.prompt(`${question} `);
  const answer = await terminal.readLine();
  if (answer === undefined) throw new CommandFailure('Aborted: the input has ended', exitCodes.failed);
  return answer.trim() || byDefault;
}

/** Describes a deployment: `local mode`, or its context, stage, region, account and URL as far as they are known. */
export function describeDeployment({ local, context, stage, region, account, url }: Deployment): string {
  if (local) return 'local mode';
  return [
    context && `context ${context}`,
    stage && `stage ${stage}`,
    region,
    account && `account ${account}`,
    stage === undefined && url,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The exit code of a command whose confirmation was declined. */
export const declined = exitCodes.failed;
