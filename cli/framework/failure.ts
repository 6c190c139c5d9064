import { SpawnError, exitCodeOfStatus, statusOfError } from '../../core/errors';

/** The exit codes of the conventions. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, timedOut: 5 } as const;

/** An error that ends a command: a sentence for stderr, the exit code, a hint, and what programs get besides them. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
    readonly hint?: string,
    readonly fields: { name?: string; details?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'CommandFailure';
  }
}

/** Returns a failure for wrong usage (exit code 2); the message names the flag or value. */
export function usageError(message: string, hint?: string): CommandFailure {
  return new CommandFailure(message, exitCodes.usage, hint);
}

/** Converts any error into a sentence, an exit code and a hint. Errors of the domain keep their own exit code. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (error instanceof SpawnError) {
    return new CommandFailure(error.message, exitCodeOfStatus(statusOfError(error.name)));
  }
  return new CommandFailure(error instanceof Error ? error.message : String(error), exitCodes.failed);
}
