import { SpawnError, type ErrorName } from '../../core/errors';
import { CommandFailure, exitCodes, failureOf } from './failure';
import { ApiError } from './problem';

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

/** Returns the fields of an error for programs: its name, its message, and its details. */
export function errorFields(error: unknown): { name: string; message: string; details: Record<string, unknown> } {
  const { message, exitCode } = failureOf(error);
  return { name: nameOf(error) ?? names[exitCode]!, message, details: detailsOf(error) };
}

function nameOf(error: unknown): string | undefined {
  // An answer that the gateway wrote has no name.
  if (error instanceof ApiError)
    return error.errorName ?? (error.status === 403 ? 'PermissionDenied' : 'AwsUnavailable');
  if (error instanceof SpawnError) return error.name;
  return error instanceof CommandFailure ? error.fields.name : undefined;
}

function detailsOf(error: unknown): Record<string, unknown> {
  if (error instanceof ApiError)
    return Object.fromEntries(Object.entries(error.details).filter(([key]) => !ofProblems.has(key)));
  if (error instanceof SpawnError) return error.details;
  return error instanceof CommandFailure ? (error.fields.details ?? {}) : {};
}
