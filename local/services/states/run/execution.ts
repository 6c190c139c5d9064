import type { StatesError } from '../value/errors';
import { ExecutionEnded, asStatesError } from '../value/errors';
import type { Json } from '../value/json';
import { encode } from '../value/json';
import type { Definition } from '../language/state-types';
import { Scope } from '../value/scope';
import { Flow } from './flow';
import { History } from './history';
import { runGroup } from './group';
import type { ExecutionStatus, MachineIdentity, RunningExecution, Surroundings } from './surroundings';

const END_EVENTS: Readonly<Record<Exclude<ExecutionStatus, 'RUNNING'>, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** One execution of a state machine, from its start to its end status. Times are milliseconds. */
export class Execution implements RunningExecution {
  status: ExecutionStatus = 'RUNNING';
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  stopDate: number | undefined;
  /** States entered and retries: what AWS bills. */
  transitions = 0;
  readonly history: History;
  readonly startDate: number;
  /** Resolves when the execution is no longer running. */
  readonly ended: Promise<void>;
  private readonly scope = new Scope();
  private settle: () => void = () => undefined;

  constructor(
    readonly arn: string,
    readonly name: string,
    readonly machine: MachineIdentity,
    readonly input: string,
    readonly surroundings: Surroundings,
    private readonly onChange: (execution: Execution) => void,
  ) {
    this.history = new History(surroundings.clock);
    this.startDate = surroundings.clock.now();
    this.ended = new Promise((resolve) => (this.settle = resolve));
  }

  /** Begins to run; returns before the first state is entered. */
  start(definition: Definition): void {
    const input = JSON.parse(this.input) as Json;
    const flow = new Flow(this, this.scope, { previous: 0 }, this.contextObject(input));
    this.history.record({ previous: 0 }, 'ExecutionStarted', {
      input: this.input,
      inputDetails: { truncated: false },
      roleArn: this.machine.roleArn,
    });
    if (definition.timeoutSeconds !== undefined) {
      const timer = this.surroundings.clock.after(definition.timeoutSeconds * 1000, () =>
        this.end('TIMED_OUT', flow, {}),
      );
      this.scope.onCancel(() => timer.cancel());
    }
    this.onChange(this);
    void this.run(definition, input, flow);
  }

  /** Ends a running execution as StopExecution does; nothing happens when it is over. */
  stop(error: string | undefined, cause: string | undefined): void {
    this.end('ABORTED', undefined, { error, cause });
  }

  private async run(definition: Definition, input: Json, flow: Flow): Promise<void> {
    try {
      await Promise.resolve();
      const output = encode(await runGroup(definition, input, flow), this.arn);
      this.end('SUCCEEDED', flow, { output });
    } catch (thrown) {
      if (thrown instanceof ExecutionEnded) return;
      const failure: StatesError = asStatesError(thrown);
      this.end('FAILED', flow, { error: failure.error, cause: failure.cause });
    }
  }

  private end(
    status: Exclude<ExecutionStatus, 'RUNNING'>,
    flow: Flow | undefined,
    result: { output?: string; error?: string; cause?: string },
  ): void {
    if (this.status !== 'RUNNING') return;
    this.status = status;
    this.output = result.output;
    this.error = result.error;
    this.cause = result.cause;
    this.stopDate = this.surroundings.clock.now();
    const { output, ...failure } = result;
    this.history.recordEnd(
      flow?.cursor ?? { previous: 0 },
      END_EVENTS[status],
      output === undefined ? failure : { output, outputDetails: { truncated: false } },
    );
    this.scope.cancel(new ExecutionEnded(`${this.arn} is ${status}`));
    this.onChange(this);
    this.settle();
  }

  private contextObject(input: Json) {
    return {
      Execution: {
        Id: this.arn,
        Input: input,
        Name: this.name,
        RoleArn: this.machine.roleArn,
        StartTime: new Date(this.startDate).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: this.machine.arn, Name: this.machine.name },
    };
  }
}
