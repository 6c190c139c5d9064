import { SpawnError, type ErrorName } from '../../core/errors';
import { exitCodes, failureOf } from './failure';
import { ApiError } from './problem';
import type { Terminal } from './terminal';

// The errors that the command finds itself, by exit code.
const names: Readonly<Record<number, ErrorName>> = {
  [exitCodes.failed]: 'StepFailed',
  [exitCodes.usage]: 'InvalidRequest',
  [exitCodes.notFound]: 'ImageNotFound',
  [exitCodes.refused]: 'WrongState',
  [exitCodes.timedOut]: 'StepTimedOut',
};

// The members of problem details that are the name, the message, or of HTTP.
const ofProblems = new Set(['type', 'title', 'status', 'name', 'detail']);

/** Tells whether arguments select JSON as the output format, also if they cannot be parsed. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some(
    (word, index) =>
      ['--json', '--output=json', '-ojson', '-o=json'].includes(word) ||
      (word === 'json' && ['-o', '--output'].includes(argv[index - 1] ?? '')),
  );
}

/** Writes an error to stderr: a sentence and a hint, or one line of JSON with name, message, details and hint. */
export function writeError(terminal: Terminal, error: unknown, json: boolean): void {
  const { message, hint, exitCode } = failureOf(error);
  if (json) {
    const own = error instanceof SpawnError ? error : undefined;
    const name = error instanceof ApiError ? nameOf(error) : own?.name;
    const details = error instanceof ApiError ? error.details : (own?.details ?? {});
    const shown = Object.fromEntries(Object.entries(details).filter(([key]) => !ofProblems.has(key)));
    terminal.err(`${JSON.stringify({ name: name ?? names[exitCode], message, details: shown, hint })}\n`);
    return;
  }
  terminal.err(`error: ${message}\n`);
  if (hint !== undefined) terminal.err(`${hint}\n`);
}

/** Returns the name of an answer; one that the gateway wrote has none. */
function nameOf({ errorName, status }: ApiError): string {
  return errorName ?? (status === 403 ? 'PermissionDenied' : 'AwsUnavailable');
}
