import type { Credentials } from '../iam/access-keys';
import type { FunctionDefinition } from './definition';

/**
 * Returns the environment variables of a function: the template's, and those that Lambda sets. `endpoint` is where all
 * AWS APIs are.
 */
export function environmentOf(
  definition: FunctionDefinition,
  region: string,
  endpoint: string,
  credentials: Credentials,
): Record<string, string> {
  return {
    ...definition.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken ? { AWS_SESSION_TOKEN: credentials.sessionToken } : {}),
    AWS_ENDPOINT_URL: endpoint,
    // The SDK must not look for profiles or a metadata service on this machine.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: definition.folder,
  };
}

/** Returns the context object of an invocation, as far as handlers use it. */
export function contextOf(
  definition: FunctionDefinition,
  requestId: string,
  logStream: string,
  remaining: () => number,
): Record<string, unknown> {
  return {
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: definition.logGroup,
    logStreamName: logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remaining,
  };
}
