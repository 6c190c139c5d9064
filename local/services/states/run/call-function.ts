import { uuid } from '../../../kernel/random';
import { AwsError } from '../../../kernel/types';
import { StatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Flow } from './flow';
import type { Surroundings } from './surroundings';

/**
 * Calls a function (an ARN, or a name in the account and region of the state machine) and returns its answer. Throws
 * the function's own error by its `errorType` with the whole answer as cause, and `Lambda.…Exception` for what Lambda
 * itself refuses.
 */
export async function callFunction(flow: Flow, nameOrArn: string, payload: Json): Promise<Json> {
  const { surroundings, machine } = flow.execution;
  const arn = nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:lambda:${machine.region}:${surroundings.accountId}:function:${nameOrArn}`;
  const principal = surroundings.principalOf(machine.roleArn);
  try {
    surroundings.authorizeAs(principal, 'lambda:InvokeFunction', arn);
    // The function gets a value of its own: states share theirs.
    const answer = await surroundings.invokeFunction(arn, copy(payload), principal);
    return copy(answer ?? null);
  } catch (thrown) {
    throw functionError(thrown, surroundings);
  }
}

function copy(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Returns the answer of arn:aws:states:::lambda:invoke, which surrounds the function's own. */
export function invokeResponse(flow: Flow, payload: Json): JsonObject {
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: uuid(flow.execution.surroundings.random) },
    StatusCode: 200,
  };
}

function functionError(thrown: unknown, surroundings: Surroundings): StatesError {
  if (thrown instanceof AwsError)
    return serviceError('Lambda', 'AWSLambda', 'AWSLambdaException', thrown, surroundings);
  const payload: unknown = (thrown as { payload?: unknown } | undefined)?.payload;
  if (isObject(payload)) return new StatesError(String(payload.errorType ?? 'Exception'), JSON.stringify(payload));
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new StatesError(
    error.name,
    JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }),
  );
}

/**
 * Converts the error of a called service to the name that Step Functions uses: `Lambda.TooManyRequestsException`; a
 * denial has no name of its own there.
 */
export function serviceError(
  prefix: string,
  service: string,
  unnamed: string,
  error: AwsError,
  { random }: Pick<Surroundings, 'random'>,
): StatesError {
  const denied = error.code.startsWith('AccessDenied');
  const code = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  const details = `(Service: ${service}; Status Code: ${error.status}; Error Code: ${code}; Request ID: ${uuid(random)}; Proxy: null)`;
  return new StatesError(`${prefix}.${denied ? unnamed : code}`, `${error.message} ${details}`);
}
