import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Principal, World } from '../../kernel/types';
import { callbackOperations } from './api/callback-operations';
import { executionOperations } from './api/execution-operations';
import { Executions } from './api/executions';
import type { MachineSource } from './api/machines';
import { Machines, machineOperations } from './api/machines';
import type { Surroundings } from './run/surroundings';
import { TaskTokens } from './run/task-tokens';

export interface StatesOptions {
  readonly world: World;
  /**
   * Returns what the function answered. Its own failure is an error with `payload` {errorType, errorMessage,
   * trace} (or any other error); what Lambda refuses is an AwsError. It must hold the clock while it waits for
   * something outside the event loop.
   */
  invokeFunction(functionArn: string, payload: unknown, principal: Principal): Promise<unknown>;
  principalOf(roleArn: string): Principal;
  /** Throws AwsError unless the principal's policies allow the action on the resource. */
  authorizeAs(principal: Principal, action: string, resource: string): void;
}

export interface States extends OperationService {
  /** Makes a state machine of a template. Throws InvalidDefinition for what is wrong or not simulated in it. */
  define(machine: MachineSource): void;
  /** Resolves when the execution is no longer running. */
  ended(executionArn: string): Promise<void>;
  /** State transitions (what AWS bills) and history events of an execution so far. */
  statistics(executionArn: string): { transitions: number; historyEvents: number };
  /** Tells of each state that any execution enters. */
  onTransition(listener: (transition: Transition) => void): void;
}

/** An execution enters a state. */
export interface Transition {
  machine: string;
  executionArn: string;
  /** The input of the execution, in JSON. */
  input: string;
  state: string;
}

/** Creates Step Functions: standard workflows in JSONPath, with history, task tokens, child executions and events. */
export function createStates({ world, invokeFunction, principalOf, authorizeAs }: StatesOptions): States {
  const tokens = new TaskTokens(world);
  const machines = new Machines(world, { principalOf, authorizeAs });
  const listeners: ((transition: Transition) => void)[] = [];
  const surroundings: Surroundings = {
    clock: world.clock,
    random: world.random,
    accountId: world.accountId,
    tokens,
    invokeFunction,
    principalOf,
    authorizeAs,
    startExecution: (machineArn, name, input) => executions.start(machineArn, name, input),
    entered: ({ arn: executionArn, machine, input }, state) => {
      for (const listener of listeners) listener({ machine: machine.name, executionArn, input, state });
    },
  };
  const executions: Executions = new Executions(world, machines, surroundings);
  const service = createService('states', {
    ...executionOperations(executions, machines),
    ...machineOperations(machines, (arn) => executions.machineOf(arn)),
    ...callbackOperations(tokens),
  });
  return {
    ...service,
    define: (machine) => void machines.define(machine),
    ended: (arn) => executions.get(arn).ended,
    onTransition: (listener) => void listeners.push(listener),
    statistics: (arn) => {
      const { transitions, history } = executions.get(arn);
      return { transitions, historyEvents: history.events.length };
    },
  };
}
