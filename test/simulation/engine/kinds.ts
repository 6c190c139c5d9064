import { AwsError } from '../../../local/kernel/types';
import type { FaultKind } from './case';

/** How each service says that it gets too many requests: code and HTTP status. */
const throttlings: Record<string, [string, number]> = {
  ec2: ['RequestLimitExceeded', 503],
  s3: ['SlowDown', 503],
  sts: ['Throttling', 400],
  iam: ['Throttling', 400],
  autoscaling: ['Throttling', 400],
  lambda: ['TooManyRequestsException', 429],
  inspector2: ['ThrottlingException', 429],
  'inspector-scan': ['ThrottlingException', 429],
  servicequotas: ['TooManyRequestsException', 400],
  imagebuilder: ['CallRateLimitExceededException', 429],
};

const failures: Record<string, [string, string]> = {
  ec2: ['InternalError', 'Unavailable'],
  s3: ['InternalError', 'ServiceUnavailable'],
  dynamodb: ['InternalServerError', 'ServiceUnavailable'],
  ssm: ['InternalServerError', 'ServiceUnavailableException'],
};

const denials: Record<string, string> = { ec2: 'UnauthorizedOperation', s3: 'AccessDenied', sts: 'AccessDenied' };

/** What a service says when a quota or the room for something is used up. */
const quotas: Record<string, [string, string, number]> = {
  'ec2:RunInstances': [
    'InsufficientInstanceCapacity',
    'We currently do not have sufficient capacity in the Availability Zone you requested.',
    500,
  ],
  'ec2:CreateImage': ['AMIQuotaExceeded', 'You have reached the maximum number of images for this region.', 400],
  'ec2:CopyImage': ['ResourceLimitExceeded', 'You have reached the quota of concurrent snapshot copies.', 400],
  'ec2:ModifyImageAttribute': ['ResourceLimitExceeded', 'You have reached the quota of this resource.', 400],
  'ec2:StartInstances': ['InsufficientInstanceCapacity', 'There is no capacity to start the instance.', 500],
  'states:StartExecution': ['ExecutionLimitExceeded', 'Execution limit exceeded.', 400],
  'kms:CreateGrant': ['LimitExceededException', 'The key has the maximum number of grants.', 400],
  'ssm:PutParameter': ['ParameterLimitExceeded', 'You have exceeded the number of parameters.', 400],
  'scheduler:CreateSchedule': ['ServiceQuotaExceededException', 'Service quota exceeded.', 402],
};
const tableCapacity = [
  'ProvisionedThroughputExceededException',
  'The level of configured provisioned throughput for the table was exceeded.',
  400,
] as const;

const untrue: [RegExp, string, string, number][] = [
  [/^ec2:Describe(Images|ImageAttribute)$/, 'InvalidAMIID.NotFound', 'The image id does not exist', 400],
  [
    /^ec2:(DeregisterImage|DisableImage|EnableImage|CopyImage|CreateTags)$/,
    'InvalidAMIID.NotFound',
    'The image id does not exist',
    400,
  ],
  [/^ec2:Describe(Instances|InstanceAttribute)$/, 'InvalidInstanceID.NotFound', 'The instance ID does not exist', 400],
  [
    /^ec2:(TerminateInstances|StopInstances|StartInstances|CreateImage|GetConsoleOutput)$/,
    'InvalidInstanceID.NotFound',
    'The instance ID does not exist',
    400,
  ],
  [
    /^ec2:(DescribeSnapshots|DescribeSnapshotAttribute|DeleteSnapshot)$/,
    'InvalidSnapshot.NotFound',
    'The snapshot does not exist.',
    400,
  ],
  [/^ssm:GetCommandInvocation$/, 'InvocationDoesNotExist', 'The invocation does not exist', 400],
  [/^ssm:SendCommand$/, 'InvalidInstanceId', 'Instances not in a valid state for account', 400],
  [/^ssm:GetParameter$/, 'ParameterNotFound', 'The parameter does not exist', 400],
  [/^states:(DescribeExecution|StopExecution)$/, 'ExecutionDoesNotExist', 'Execution Does Not Exist', 400],
  [/^s3:(GetObject|HeadObject)$/, 'NoSuchKey', 'The specified key does not exist.', 404],
];

/** Calls whose resource can stay on its way for ever. */
const lasting =
  /^(ec2:(RunInstances|CreateImage|CopyImage|StopInstances|StartInstances|TerminateInstances)|ssm:SendCommand)$/;
const creating = /^ec2:(RunInstances|CreateImage|CopyImage)$/;
export const reading = /^[a-z0-9-]+:(Describe|Get|List|Query|Scan|BatchGet|Head|Assume|Simulate)/;

/** Returns whether a kind of fault can happen at calls of an action. */
export function applies(kind: FaultKind, action: string): boolean {
  const isRead = reading.test(action);
  switch (kind) {
    case 'quota':
      return action in quotas || /^dynamodb:/.test(action);
    case 'never-completes':
      return lasting.test(action);
    case 'invisible':
      return creating.test(action);
    case 'stale':
      return isRead && /^(ec2|ssm|states|dynamodb|autoscaling):/.test(action);
    case 'not-found':
      return untrue.some(([pattern]) => pattern.test(action));
    case 'answer-lost':
      return !isRead;
    default:
      return true;
  }
}

/** Returns the error by which a service refuses a call, for the kinds that are refusals. */
export function refusal(kind: FaultKind, action: string): AwsError | undefined {
  const service = action.split(':')[0] ?? '';
  switch (kind) {
    case 'throttled':
    case 'throttled-20': {
      const [code, status] = throttlings[service] ?? ['ThrottlingException', 400];
      return new AwsError(code, 'Rate exceeded', status);
    }
    case 'error-500':
      return new AwsError(failures[service]?.[0] ?? 'InternalFailure', 'An internal error has occurred.', 500);
    case 'unavailable-3':
    case 'away-15':
    case 'away-30':
      return new AwsError(failures[service]?.[1] ?? 'ServiceUnavailable', 'The service is unavailable.', 503);
    case 'denied':
      return new AwsError(
        denials[service] ?? 'AccessDeniedException',
        'You are not authorized: denied by a policy.',
        service === 'ec2' || service === 's3' ? 403 : 400,
      );
    case 'quota': {
      const [code, message, status] = quotas[action] ?? tableCapacity;
      return new AwsError(code, message, status);
    }
    case 'not-found': {
      const found = untrue.find(([pattern]) => pattern.test(action));
      return found && new AwsError(found[1], found[2], found[3]);
    }
    default:
      return undefined;
  }
}

/** How many calls in a row a kind strikes. */
export function timesOf(kind: FaultKind): number {
  if (kind === 'throttled-20') return 20;
  return kind === 'unavailable-3' ? 3 : 1;
}
