import type { Operations } from '../../../kernel/service';
import { has } from '../../../kernel/facts';
import type { Principal, World } from '../../../kernel/types';
import { AwsError } from '../../../kernel/types';
import { allStates, compileDefinition } from '../language/compile-definition';
import type { Definition } from '../language/state-types';
import type { MachineIdentity } from '../run/surroundings';
import { requireArn, required } from './members';
import { page } from './pages';

/** A state machine as a template describes it; the definition is text, as CloudFormation hands it over. */
export interface MachineSource {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly type?: string;
}

export interface Machine extends MachineIdentity {
  readonly source: MachineSource;
  readonly definition: Definition;
  readonly creationDate: number;
}

interface Authority {
  principalOf(roleArn: string): Principal;
  authorizeAs(principal: Principal, action: string, resource: string): void;
}

/** The state machines of all regions. */
export class Machines {
  private readonly byArn = new Map<string, Machine>();

  constructor(
    private readonly world: World,
    private readonly authority: Authority,
  ) {}

  /**
   * Adds a machine or replaces its definition. Throws InvalidDefinition, or AccessDeniedException when its role lacks
   * what `.sync:2` needs.
   */
  define(source: MachineSource): Machine {
    if (source.type !== undefined && source.type !== 'STANDARD')
      throw new AwsError(
        'InvalidDefinition',
        `The state machine '${source.name}' is of type ${source.type}; only STANDARD is simulated.`,
      );
    const region = source.arn.split(':')[3] ?? '';
    const machine: Machine = {
      arn: source.arn,
      name: source.name,
      roleArn: source.roleArn,
      region,
      source,
      definition: compileDefinition(source.definition),
      creationDate: this.world.clock.now(),
    };
    this.checkManagedRule(machine);
    this.byArn.set(machine.arn, machine);
    return machine;
  }

  /** The machine of that ARN. Throws InvalidArn or StateMachineDoesNotExist. */
  get(arn: string): Machine {
    requireArn(arn);
    const machine = this.byArn.get(arn);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  inRegion(region: string): Machine[] {
    return [...this.byArn.values()].filter((machine) => machine.region === region);
  }

  /**
   * "To run .sync, the role needs events:PutTargets, PutRule and DescribeRule" on a rule of a fixed name; AWS looks
   * when the machine is made.
   */
  private checkManagedRule(machine: Machine): void {
    if (!has(this.world, 'sync-child-needs-a-managed-rule')) return;
    if (
      !allStates(machine.definition).some(
        (state) => state.type === 'Task' && state.resource.kind === 'execution' && state.resource.wait,
      )
    )
      return;
    const rule = `arn:aws:events:${machine.region}:${this.world.accountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
    const principal = this.authority.principalOf(machine.roleArn);
    for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule']) {
      try {
        this.authority.authorizeAs(principal, action, rule);
      } catch (denial) {
        throw new AwsError(
          'AccessDeniedException',
          `'${machine.roleArn}' is not authorized to create managed-rule: ${(denial as Error).message}`,
          403,
        );
      }
    }
  }
}

/** Returns the operations on state machines. */
export function machineOperations(machines: Machines, machineOf: (executionArn: string) => Machine): Operations {
  const described = (machine: Machine) => ({
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: machine.source.definition,
    roleArn: machine.roleArn,
    type: 'STANDARD',
  });
  return {
    ListStateMachines: {
      parameters: ['maxResults', 'nextToken'],
      run: (call) => {
        call.authorize('states:ListStateMachines', '*');
        const { items, ...more } = page(call, machines.inRegion(call.region));
        return {
          stateMachines: items.map(({ arn, name, creationDate }) => ({
            stateMachineArn: arn,
            name,
            type: 'STANDARD',
            creationDate: new Date(creationDate),
          })),
          ...more,
        };
      },
    },
    DescribeStateMachine: {
      parameters: ['stateMachineArn'],
      run: (call) => {
        const arn = required(call, 'stateMachineArn');
        call.authorize('states:DescribeStateMachine', arn);
        const machine = machines.get(arn);
        return { ...described(machine), status: 'ACTIVE', creationDate: new Date(machine.creationDate) };
      },
    },
    DescribeStateMachineForExecution: {
      parameters: ['executionArn'],
      run: (call) => {
        const arn = required(call, 'executionArn');
        call.authorize('states:DescribeStateMachineForExecution', arn);
        const machine = machineOf(arn);
        const { type: _type, ...rest } = described(machine);
        return { ...rest, updateDate: new Date(machine.creationDate) };
      },
    },
    ListTagsForResource: {
      parameters: ['resourceArn'],
      run: (call) => {
        const arn = required(call, 'resourceArn');
        call.authorize('states:ListTagsForResource', arn);
        return { tags: Object.entries(machines.get(arn).source.tags ?? {}).map(([key, value]) => ({ key, value })) };
      },
    },
  };
}
