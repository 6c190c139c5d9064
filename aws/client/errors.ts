import { SpawnError, type ErrorName } from '../../core/errors';

const denials = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedException',
  'NotAuthorized',
  'AuthorizationError',
];

// What the SDK itself takes for throttling (its THROTTLING_ERROR_CODES), without the codes that also name a quota.
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

// The connection broke: the SDK's own names, S3's for a request that stalled, and the system's codes.
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

/** Whether AWS answered with one of these error codes, such as `InvalidAMIName.Duplicate`. */
export function isAwsError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}

/** AWS's own sentence for an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The error that a step or a route lets out: RequestThrottled and AwsUnavailable for what may go better in a moment,
 * which the state machines try again, PermissionDenied with AWS's message where AWS refused by policy, any other error
 * unchanged under its own name. The one place where that is decided. A function that has been retrying a lot has no
 * retries left in its SDK, so that one fault comes through.
 */
export function explainAwsError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof SpawnError) return error;
  const explained = (name: ErrorName, why: string): SpawnError =>
    Object.assign(new SpawnError(name, why, { aws_error: error.name }), { cause: error });
  if (isThrottled(error))
    return explained(
      'RequestThrottled',
      `AWS takes no more such calls for a moment: ${error.message} It is tried again, or try later.`,
    );
  if ((statusOf(error) ?? 0) >= 500 || isBroken(error))
    return explained('AwsUnavailable', `AWS could not answer: ${error.message} It is tried again, or try later.`);
  // A HEAD request has no body, so S3 refuses it by status alone.
  if (isDenied(error) || isForbiddenHead(error))
    return explained('PermissionDenied', `AWS refused the call: ${error.message}`);
  return error;
}

/** The error to throw when AWS's answer lacks what a successful answer must hold. */
export function unexpectedAnswer(call: string, missing: string): SpawnError {
  return new SpawnError(
    'UnexpectedAnswer',
    `the answer to ${call} has no ${missing}: check in the console whether the call took effect, then retry.`,
    { call },
  );
}

/** Whether AWS refused a call by policy. */
export function isDenied(error: unknown): boolean {
  return isAwsError(error, ...denials);
}

/** Whether AWS refused a call for being one too many: it had no effect. */
export function isThrottled(error: unknown): boolean {
  return isAwsError(error, ...throttles);
}

/** Whether AWS has looked at a request and refuses it, other than for being one too many. */
export function isRefusal(error: Error): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && !isThrottled(error) && !isBroken(error);
}

function isBroken(error: Error): boolean {
  return broken.includes(error.name) || broken.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** How often the SDK sent the request that ended with this error: above 1, an earlier attempt may have taken effect. */
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
