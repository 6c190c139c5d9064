import type { VirtualClock } from '../../kernel/clock';
import { virtualClock } from '../../kernel/clock';
import { factOff } from '../kit/facts';
import { seededRandom } from '../../kernel/random';
import type { States } from '../../services/states/service';
import { createStates } from '../../services/states/service';
import type { BusEvent, Call, Principal, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

export const NOON = Date.parse('2026-01-14T12:00:00Z');
export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
export const machineArn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
export const executionArn = (machine: string, name: string) =>
  `arn:aws:states:us-east-1:123456789012:execution:${machine}:${name}`;

type Handler = (payload: any, lab: Lab) => unknown;

export interface Lab {
  readonly clock: VirtualClock;
  readonly states: States;
  readonly events: BusEvent[];
  /** `action resource` of every call that roles were asked about. */
  readonly authorized: string[];
  /** Actions that every role is denied. */
  readonly denied: Set<string>;
  define(name: string, definition: object): string;
  call(action: string, input: object): Promise<Record<string, any>>;
  /** Starts an execution and answers with its description when it is over. */
  run(machine: string, input?: unknown, name?: string): Promise<Record<string, any>>;
  history(executionArn: string): Promise<Record<string, any>[]>;
}

/** Simulated Step Functions alone, on a virtual clock, with functions that are plain handlers. */
export function lab(functions: Record<string, Handler> = {}): Lab {
  const clock = virtualClock(NOON);
  const events: BusEvent[] = [];
  const authorized: string[] = [];
  const denied = new Set<string>();
  const world = {
    clock,
    random: seededRandom(1),
    accountId: '123456789012',
    homeRegion: 'us-east-1',
    without: factOff().without,
    emit: (event: BusEvent) => void events.push(event),
  } as unknown as World;
  const principalOf = (arn: string): Principal => ({ arn, administrator: false, policies: [] });
  const states = createStates({
    world,
    principalOf,
    authorizeAs: (principal, action, resource) => {
      authorized.push(`${action} ${resource}`);
      if (denied.has(action))
        throw new AwsError(
          'AccessDeniedException',
          `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`,
          403,
        );
    },
    invokeFunction: async (arn, payload) => {
      const handler = functions[arn.split(':').at(-1) ?? ''];
      if (!handler) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
      return handler(payload, self);
    },
  });
  const call: Lab['call'] = (action, input) => {
    const authorize: Call['authorize'] = (wanted, resource) => void authorized.push(`operator: ${wanted} ${resource}`);
    return states.call({
      service: 'states',
      action,
      region: 'us-east-1',
      input,
      principal: principalOf('arn:aws:iam::123456789012:user/me'),
      requestId: 'r',
      authorize,
    });
  };
  const self: Lab = {
    clock,
    states,
    events,
    authorized,
    denied,
    define: (name, definition) => {
      states.define({
        name,
        arn: machineArn(name),
        roleArn: 'arn:aws:iam::123456789012:role/machine',
        definition: JSON.stringify(definition),
        tags: { app: 'spawn' },
      });
      return machineArn(name);
    },
    call,
    run: async (machine, input = {}, name) => {
      const started = await call('StartExecution', {
        stateMachineArn: machineArn(machine),
        input: JSON.stringify(input),
        name,
      });
      await clock.until(states.ended(started.executionArn));
      return call('DescribeExecution', { executionArn: started.executionArn });
    },
    history: async (arn) => {
      const all: Record<string, any>[] = [];
      for (let nextToken: string | undefined; ;) {
        const page = await call('GetExecutionHistory', { executionArn: arn, maxResults: 1000, nextToken });
        all.push(...page.events);
        nextToken = page.nextToken;
        if (nextToken === undefined) return all;
      }
    },
  };
  return self;
}
