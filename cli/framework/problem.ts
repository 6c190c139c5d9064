import { exitCodeOfStatus } from '../../core/errors';
import { CommandFailure } from './failure';

/** The next step to suggest, by the name of the error. */
const hints: Readonly<Record<string, string>> = {
  InvalidRecipe: 'To check it offline: spawn build <recipe> --check',
  ImageNotFound: 'To list images: spawn list-amis --region all',
  NoImageFits: 'To list images: spawn list-amis',
  BuildNotFound: 'To list builds: spawn builds list',
  OperationNotFound: 'To list builds: spawn builds list',
  InstanceNotFound: 'To list instances: spawn list',
  AmbiguousName: 'Use the id; to list instances: spawn list',
  NameTaken: 'Use another --name; to find the image that has it: spawn list-amis --region all',
  ImageDeprecated: 'To list current images: spawn list-amis --latest',
  LimitExceeded: 'To see what is running: spawn builds list --status running, spawn list',
  BuildOver: 'To see its result: spawn builds list',
  Forbidden:
    'To check your identity: aws sts get-caller-identity. Use another --profile, or ask for the policies of this deployment.',
};

/** An answer with a status of 400 or more, with the fixed name of its error and the message of the API. */
export class ApiError extends CommandFailure {
  constructor(
    readonly status: number,
    readonly errorName: string | undefined,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    // A message that names a command says what to do already.
    const hint = /\bspawn [a-z]/.test(message) ? undefined : hints[errorName ?? (status === 403 ? 'Forbidden' : '')];
    super(message, exitCodeOfStatus(status), hint);
    this.name = 'ApiError';
  }
}

/**
 * Returns the error of an answer: problem details (RFC 9457) when the API wrote it, API Gateway's `{message}` when the
 * request did not reach it, and the bare status otherwise.
 */
export function apiError(status: number, body: unknown, request: string): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string): string | undefined =>
    typeof problem[key] === 'string' && problem[key] !== '' ? problem[key] : undefined;
  const sentence = text('detail') ?? text('title');
  if (sentence !== undefined) return new ApiError(status, text('name'), sentence, problem);
  const said = text('message') ?? text('Message');
  if (status === 403) {
    return new ApiError(
      status,
      undefined,
      `the API refused ${request}: ${said ?? 'forbidden'} (these credentials are not allowed to call it)`,
      problem,
    );
  }
  return new ApiError(
    status,
    undefined,
    `${request} failed with status ${status}${said === undefined ? '' : `: ${said}`}`,
    problem,
  );
}
