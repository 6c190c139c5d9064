import { uuid } from '../../../kernel/random';
import { AwsError } from '../../../kernel/types';
import { StatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { encode } from '../value/json';
import { serviceError } from './call-function';
import type { Attempt } from './attempt';
import type { RunningExecution } from './surroundings';

/**
 * Starts an execution of another state machine and, when `wait` says so, returns its description after it has
 * succeeded. A child that ends otherwise throws States.TaskFailed with the description as cause; a child whose parent
 * ends is stopped.
 */
export async function runChild(parameters: JsonObject, attempt: Attempt, wait: boolean): Promise<Json> {
  const { surroundings, machine } = attempt.flow.execution;
  const principal = surroundings.principalOf(machine.roleArn);
  const child = asService(attempt, () => {
    const target = String(parameters.StateMachineArn);
    surroundings.authorizeAs(principal, 'states:StartExecution', target);
    const input = parameters.Input ?? {};
    return surroundings.startExecution(
      target,
      parameters.Name === undefined ? undefined : String(parameters.Name),
      typeof input === 'string' ? input : JSON.stringify(input),
    );
  });
  const submitted = {
    ExecutionArn: child.arn,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: uuid(surroundings.random) },
    StartDate: child.startDate,
  };
  if (!wait) return submitted;
  attempt.record('Submitted', { output: encode(submitted, child.arn), outputDetails: { truncated: false } });
  attempt.scope.onCancel(() => {
    if (child.status !== 'RUNNING') return;
    try {
      surroundings.authorizeAs(principal, 'states:StopExecution', child.arn);
      child.stop(undefined, undefined);
    } catch {
      // "Best effort": a child that the role may not stop goes on.
    }
  });
  await child.ended;
  asService(attempt, () => surroundings.authorizeAs(principal, 'states:DescribeExecution', child.arn));
  const description = describe(child);
  if (child.status !== 'SUCCEEDED') throw new StatesError('States.TaskFailed', JSON.stringify(description));
  return description;
}

function asService<T>(attempt: Attempt, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    throw serviceError(
      'StepFunctions',
      'AWSStepFunctions',
      'AWSStepFunctionsException',
      thrown,
      attempt.flow.execution.surroundings,
    );
  }
}

/** DescribeExecution as `.sync:2` gives it: input and output parsed, times in milliseconds. */
function describe(child: RunningExecution): JsonObject {
  return {
    ...(child.cause !== undefined && { Cause: child.cause }),
    ...(child.error !== undefined && { Error: child.error }),
    ExecutionArn: child.arn,
    Input: JSON.parse(child.input) as Json,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output !== undefined && { Output: JSON.parse(child.output) as Json, OutputDetails: { Included: true } }),
    RedriveCount: 0,
    StartDate: child.startDate,
    StateMachineArn: child.machine.arn,
    Status: child.status,
    ...(child.stopDate !== undefined && { StopDate: child.stopDate }),
  };
}
