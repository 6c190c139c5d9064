/**
 * The errors of the domain. Their names are fixed: state machines, HTTP answers and exit codes are chosen by them.
 * Each message names the offending value and says what to do.
 */
export const errorNames = [
  // Bad input: HTTP 400, exit code 2.
  'InvalidRequest',
  'InvalidRecipe',
  'InvalidVersion',
  'InvalidName',
  'InvalidTag',
  'InvalidInstanceType',
  'InvalidBase',
  'ArchitectureMismatch',
  'RegionNotEnabled',
  'TooLarge',
  // Not there: HTTP 404, exit code 3.
  'ImageNotFound',
  'BuildNotFound',
  'InstanceNotFound',
  'OperationNotFound',
  'NightNotFound',
  'CleanupNotFound',
  'StackNotFound',
  'NoImageFits',
  'NoPackageList',
  'NoRecipe',
  'ChannelNotFound',
  'BaseNotFound',
  'ReferenceNotFound',
  'RouteNotFound',
  // Wrong state or refused by a policy: HTTP 403 or 409, exit code 4.
  'NotManaged',
  'ForeignOwner',
  'NameTaken',
  'VersionTaken',
  'AmbiguousName',
  'WrongState',
  'ImageDeprecated',
  'ImageRevoked',
  'ImageNotProven',
  'LimitExceeded',
  'PublicAccessBlocked',
  'EncryptionPreventsSharing',
  'KeyNotUsable',
  'AccountNotReachable',
  'IdempotencyMismatch',
  'BuildOver',
  'CandidateNotKept',
  'CandidateExpired',
  'CandidateTaken',
  'RecipeChanged',
  'NightRunning',
  'CleanupRunning',
  // What a run can end with: exit code 1.
  'InsufficientCapacity',
  'QuotaExceeded',
  'InstanceNotReady',
  'InstanceBusy',
  'UserDataRunning',
  'InstanceUnreachable',
  'InstanceLost',
  'SpotInterrupted',
  'ScriptFailed',
  'ScriptTimedOut',
  'ResidueFound',
  'ResidueUnknown',
  'BuilderNotStopped',
  'BuilderNotFrozen',
  'ImageFailed',
  'ImageTimedOut',
  'KeyNotReady',
  'TestFailed',
  'VulnerabilitiesFound',
  'VulnerabilitiesUnknown',
  'QueueTimedOut',
  'ApprovalRejected',
  'ApprovalExpired',
  'GroupBusy',
  'RefreshFailed',
  'RefreshTimedOut',
  'RolloutSuperseded',
  'CopyFailed',
  'CopyQuotaExceeded',
  'RequestThrottled',
  'AwsUnavailable',
  'FunctionFailed',
  'StepTimedOut',
  'StepFailed',
  'ReplicationIncomplete',
  'BuildCancelled',
  'BuildFailed',
  'PermissionDenied',
  'NightlyIncomplete',
  'CleanupIncomplete',
  'ParameterNotWritten',
  'LeftBehind',
  'LeftoverStays',
  // Ours to mend: HTTP 500, exit code 1.
  'MissingSetting',
  'InvalidStepInput',
  'CatalogConflict',
  'UnexpectedAnswer',
] as const;

export type ErrorName = (typeof errorNames)[number];

const statusOf: Partial<Record<ErrorName, number>> = {
  CleanupNotFound: 404,
  CleanupRunning: 409,
  InvalidRequest: 400,
  InvalidRecipe: 400,
  InvalidVersion: 400,
  InvalidName: 400,
  InvalidTag: 400,
  InvalidInstanceType: 400,
  InvalidBase: 400,
  ArchitectureMismatch: 400,
  RegionNotEnabled: 400,
  TooLarge: 413,
  ImageNotFound: 404,
  BuildNotFound: 404,
  InstanceNotFound: 404,
  OperationNotFound: 404,
  StackNotFound: 404,
  NoImageFits: 404,
  ChannelNotFound: 404,
  NoPackageList: 404,
  NoRecipe: 404,
  BaseNotFound: 404,
  ReferenceNotFound: 404,
  RouteNotFound: 404,
  PublicAccessBlocked: 409,
  EncryptionPreventsSharing: 409,
  KeyNotUsable: 409,
  AccountNotReachable: 409,
  NotManaged: 403,
  ForeignOwner: 403,
  PermissionDenied: 403,
  NameTaken: 409,
  AmbiguousName: 409,
  WrongState: 409,
  ImageDeprecated: 409,
  ImageRevoked: 409,
  ImageNotProven: 409,
  LimitExceeded: 429,
  QuotaExceeded: 409,
  RequestThrottled: 429,
  AwsUnavailable: 503,
  InsufficientCapacity: 503,
  VersionTaken: 409,
  IdempotencyMismatch: 409,
  BuildOver: 409,
  CandidateNotKept: 409,
  CandidateExpired: 409,
  CandidateTaken: 409,
  RecipeChanged: 409,
  CatalogConflict: 409,
  NightRunning: 409,
  NightNotFound: 404,
};

/**
 * An error that a user sees: a fixed name, a sentence that names the wrong value and the way out, and details for
 * programs.
 */
export class SpawnError extends Error {
  constructor(
    name: ErrorName,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    // Minifying renames classes, so the name is set by hand.
    this.name = name;
  }
}

/** Returns the HTTP status of an error by its name; 500 for a name that is not in the table. */
export function statusOfError(name: string): number {
  return statusOf[name as ErrorName] ?? 500;
}

/**
 * Returns the exit code of the `spawn` command for an HTTP status: 2 for wrong usage, 3 for not found, 4 for a refusal
 * or a wrong state, 1 otherwise.
 */
export function exitCodeOfStatus(status: number): number {
  if (status === 400 || status === 413) return 2;
  if (status === 404) return 3;
  return [401, 403, 409, 410, 412, 429].includes(status) ? 4 : 1;
}
