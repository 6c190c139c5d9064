import type { World } from '../../../kernel/types';
import { AwsError } from '../../../kernel/types';
import { has } from '../../../kernel/facts';
import { uuid } from '../../../kernel/random';
import { PAYLOAD_LIMIT } from '../value/json';
import { Execution } from '../run/execution';
import type { Surroundings } from '../run/surroundings';
import { requireArn } from './members';
import type { Machine, Machines } from './machines';
import { statusEvent } from './status-event';

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]{1,80}$/;

/** All executions, running and over, and how they are started. */
export class Executions {
  private readonly byArn = new Map<string, Execution>();
  private readonly machineOfExecution = new Map<string, Machine>();

  constructor(
    private readonly world: World,
    private readonly machines: Machines,
    private readonly surroundings: Surroundings,
  ) {}

  /**
   * Starts an execution as StartExecution does: "idempotent for STANDARD workflows" by name as long as it runs and the
   * input is the same. Throws InvalidName, InvalidExecutionInput, ExecutionAlreadyExists or StateMachineDoesNotExist.
   */
  start(machineArn: string, name: string = uuid(this.world.random), input = '{}'): Execution {
    const machine = this.machines.get(machineArn);
    if (!NAME.test(name))
      throw new AwsError(
        'InvalidName',
        `Invalid Name: '${name}': use 1 to 80 characters without blanks, brackets, wildcards and special characters.`,
      );
    checkInput(input, has(this.world, 'state-data-has-256-kib') ? PAYLOAD_LIMIT : Infinity);
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const existing = this.byArn.get(arn);
    if (existing && has(this.world, 'start-execution-is-idempotent-by-name')) {
      if (existing.status === 'RUNNING' && existing.input === input) return existing;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution = new Execution(arn, name, machine, input, this.surroundings, (changed) =>
      this.world.emit(statusEvent(changed)),
    );
    this.byArn.set(arn, execution);
    this.machineOfExecution.set(arn, machine);
    execution.start(machine.definition);
    return execution;
  }

  /** The execution of that ARN. Throws InvalidArn or ExecutionDoesNotExist. */
  get(arn: string): Execution {
    requireArn(arn);
    const execution = this.byArn.get(arn);
    if (execution) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** The machine as it was when that execution started. */
  machineOf(executionArn: string): Machine {
    const machine = this.machineOfExecution.get(this.get(executionArn).arn);
    return machine ?? this.machines.get(executionArn);
  }

  /** The executions of a machine, newest first. */
  of(machineArn: string): Execution[] {
    return [...this.byArn.values()].filter((execution) => execution.machine.arn === machineArn).reverse();
  }
}

function checkInput(input: string, most: number): void {
  if (Buffer.byteLength(input) > most)
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: it is larger than ${PAYLOAD_LIMIT} bytes.`,
    );
  try {
    JSON.parse(input);
  } catch (problem) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(problem as Error).message}'`,
    );
  }
}
