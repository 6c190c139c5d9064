import type { Clock, Principal, Random } from '../../../kernel/types';
import type { History } from './history';
import type { TaskTokens } from './task-tokens';

/** A state machine as it was defined, without its states. */
export interface MachineIdentity {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly region: string;
}

/** What executions use of the world around them. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly tokens: TaskTokens;
  /**
   * Returns what the function answered. Throws an error with `payload` for the function's own failure, AwsError
   * for Lambda's.
   */
  invokeFunction(functionArn: string, payload: unknown, principal: Principal): Promise<unknown>;
  principalOf(roleArn: string): Principal;
  /** Throws AwsError unless the principal's policies allow the action on the resource. */
  authorizeAs(principal: Principal, action: string, resource: string): void;
  /** Starts an execution of a machine by ARN; throws AwsError as StartExecution does. */
  startExecution(machineArn: string, name: string | undefined, input: string): RunningExecution;
  /** Hears of each state that an execution enters. */
  entered(execution: RunningExecution, state: string): void;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What states and parents see of an execution. Times are milliseconds. */
export interface RunningExecution {
  readonly arn: string;
  readonly name: string;
  readonly machine: MachineIdentity;
  readonly input: string;
  readonly surroundings: Surroundings;
  readonly history: History;
  readonly status: ExecutionStatus;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startDate: number;
  readonly stopDate: number | undefined;
  /** Resolves when the execution is no longer running. */
  readonly ended: Promise<void>;
  /** States entered and retries: what AWS bills. */
  transitions: number;
  /** Ends it as StopExecution does; nothing happens when it is over. */
  stop(error: string | undefined, cause: string | undefined): void;
}
