import { DescribeExecutionCommand, StartExecutionCommand, type ExecutionStatus } from '@aws-sdk/client-sfn';
import { isAwsError, unexpectedAnswer } from '../client/errors';
import { stepFunctions } from '../client/clients';
import { environment } from '../client/environment';

export type MachineName =
  'pipeline' | 'build' | 'create' | 'test' | 'replicate' | 'launch' | 'rollout' | 'nightly' | 'cleanup';

export interface Execution {
  arn: string;
  status: ExecutionStatus;
  started_at: string;
  ended_at?: string;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
}

/** Returns the ARN of an execution of one of the deployment's state machines, without a call. */
export function executionArn(machine: MachineName, name: string): string {
  return `${machineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
}

/**
 * Starts an execution and returns its ARN. The name is the id of the run: if an execution of that name exists, it is
 * the same run, so a second start has no effect.
 */
export async function startExecution(execution: {
  machine: MachineName;
  name: string;
  input: unknown;
}): Promise<string> {
  try {
    const answer = await stepFunctions().send(
      new StartExecutionCommand({
        stateMachineArn: machineArn(execution.machine),
        name: execution.name,
        input: JSON.stringify(execution.input),
      }),
    );
    if (!answer.executionArn) throw unexpectedAnswer('StartExecution', 'an execution ARN');
    return answer.executionArn;
  } catch (error) {
    if (isAwsError(error, 'ExecutionAlreadyExists')) return executionArn(execution.machine, execution.name);
    throw error;
  }
}

/**
 * Returns the status of an execution; undefined when Step Functions does not have it. Executions are kept for 90 days.
 */
export async function describeExecution(arn: string): Promise<Execution | undefined> {
  try {
    const answer = await stepFunctions().send(new DescribeExecutionCommand({ executionArn: arn }));
    if (!answer.status) throw unexpectedAnswer('DescribeExecution', 'a status');
    return {
      arn,
      status: answer.status,
      started_at: answer.startDate?.toISOString() ?? '',
      ...(answer.stopDate && { ended_at: answer.stopDate.toISOString() }),
      input: answer.input ?? '',
      ...(answer.output !== undefined && { output: answer.output }),
      ...(answer.error !== undefined && { error: answer.error }),
      ...(answer.cause !== undefined && { cause: answer.cause }),
    };
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}

function machineArn(machine: MachineName): string {
  return `${environment().machines}${machine}`;
}
