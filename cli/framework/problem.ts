import { exitCodeOfStatus } from '../../core/errors';
import { CommandFailure } from './failure';

/** What to try next, by the name of the error. */
const hints: Readonly<Record<string, string>> = {
  InvalidRecipe: 'Check it offline: spawn build <recipe> --check',
  ImageNotFound: 'See what there is: spawn list-amis --region all',
  NoImageFits: 'See what there is: spawn list-amis',
  BuildNotFound: 'See what there is: spawn builds list',
  OperationNotFound: 'See what there is: spawn builds list',
  InstanceNotFound: 'See what there is: spawn list',
  AmbiguousName: 'Give the id: spawn list',
  NameTaken: 'Give another --name, or see who has it: spawn list-amis --region all',
  ImageDeprecated: 'See what is current: spawn list-amis --latest',
  LimitExceeded: 'See what runs: spawn builds list --status running, spawn list',
  BuildOver: 'See how it ended: spawn builds list',
  Forbidden:
    'See who you are: aws sts get-caller-identity; give another --profile, or ask for the policies of this deployment',
};

/** An answer of 400 or more, with the fixed name of its error. Its sentence is the API's own. */
export class ApiError extends CommandFailure {
  constructor(
    readonly status: number,
    readonly errorName: string | undefined,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message, exitCodeOfStatus(status), hints[errorName ?? (status === 403 ? 'Forbidden' : '')]);
    this.name = 'ApiError';
  }
}

/**
 * The error of an answer: problem details (RFC 9457) when the API wrote it, API Gateway's `{message}` when the
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
      `the API refused ${request}: ${said ?? 'forbidden'} (these credentials may not call it)`,
      problem,
    );
  }
  return new ApiError(
    status,
    undefined,
    `the API answered ${request} with ${status}${said === undefined ? '' : `: ${said}`}`,
    problem,
  );
}
