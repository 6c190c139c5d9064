import { SpawnError, type ErrorName } from '../../core/errors';

const denials = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedException',
  'NotAuthorized',
  'AuthorizationError',
];

// The SDK's own list of throttling errors (THROTTLING_ERROR_CODES), without codes that also mean a quota.
const throttles = [
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'EC2ThrottledException',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'SlowDown',
];

// Broken connections: the SDK's names, S3's name for a stalled request, and the system's codes.
const broken = [
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
];

/** Returns whether AWS answered with one of these error codes, such as `InvalidAMIName.Duplicate`. */
export function isAwsError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}

/** Returns AWS's message of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Returns the error that a step or a route throws: RequestThrottled and AwsUnavailable for errors that may pass, which
 * state machines retry; PermissionDenied with AWS's message; any other error unchanged. Only this function decides
 * that. An SDK client that has retried a lot has no retries left, so that even a single fault can appear here.
 */
export function explainAwsError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof SpawnError) return error;
  const explained = (name: ErrorName, why: string): SpawnError =>
    Object.assign(new SpawnError(name, why, { aws_error: error.name }), { cause: error });
  if (isThrottled(error))
    return explained('RequestThrottled', `AWS throttled the call: ${error.message} It is retried, or retry later.`);
  if ((statusOf(error) ?? 0) >= 500 || isBroken(error))
    return explained('AwsUnavailable', `AWS could not answer: ${error.message} It is retried, or retry later.`);
  // A HEAD request has no body, so S3 refuses it with the status alone.
  if (isDenied(error) || isForbiddenHead(error))
    return explained('PermissionDenied', `AWS refused the call: ${error.message}`);
  return error;
}

/** Returns the error for an answer of AWS that lacks a required field. */
export function unexpectedAnswer(call: string, missing: string): SpawnError {
  return new SpawnError(
    'UnexpectedAnswer',
    `the answer to ${call} has no ${missing}: check in the console whether the call took effect, then retry.`,
    { call },
  );
}

/** Returns whether AWS denied a call by policy. */
export function isDenied(error: unknown): boolean {
  return isAwsError(error, ...denials);
}

/** Returns whether AWS throttled a call. A throttled call has no effect. */
export function isThrottled(error: unknown): boolean {
  return isAwsError(error, ...throttles);
}

/** Returns whether AWS evaluated and refused a request, other than by throttling. */
export function isRefusal(error: Error): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && !isThrottled(error) && !isBroken(error);
}

function isBroken(error: Error): boolean {
  return broken.includes(error.name) || broken.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Returns how many times the SDK sent the failed request. Above 1, an earlier attempt may have taken effect. */
export function attemptsOf(error: unknown): number {
  return (error as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}

/**
 * Returns whether a call that failed certainly had no effect: AWS refused or throttled it, and the SDK sent it once, so
 * that no earlier attempt may have taken effect without an answer.
 */
export function hadNoEffect(error: unknown): boolean {
  return error instanceof Error && attemptsOf(error) === 1 && (isThrottled(error) || isRefusal(error));
}

function isForbiddenHead(error: Error): boolean {
  return statusOf(error) === 403 && ['403', 'Forbidden', 'Unknown', 'UnknownError'].includes(error.name);
}

function statusOf(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
