import { startLocal } from '../../../local/app/start';
import type { Local, RouteAnswer } from '../../../local/app/simulation';
import { virtualClock, type VirtualClock } from '../../../local/kernel/clock';
import { homeAccount, secrets } from '../../kit/assemblies';
import { recordQuestions } from '../authorization/record';
import type { Case } from './case';
import { Cancellations } from './cancellations';
import { Events } from './events';
import { Faults } from './faults';
import { Poisons } from '../poison/poisons';
import { Log } from './log';
import { Transport } from './transport';

export const home = 'us-east-1';
export const regions = ['us-east-1', 'us-west-2', 'eu-west-1'] as const;
export const minutes = 60_000;
export const hours = 60 * minutes;
const start = Date.parse('2026-01-14T10:00:00Z');
const stage = 'next';
const prefix = `spawn-${stage}-`;

/** A deployment in local mode on a clock of its own, with the disturbances of a case. */
export interface World {
  local: Local;
  clock: VirtualClock;
  log: Log;
  faults: Faults;
  events: Events;
  cancellations: Cancellations;
  poisons: Poisons;
  transport: Transport;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RouteAnswer>;
  ec2(action: string, input?: object, region?: string, account?: string): Promise<Record<string, any>>;
  /** From now on EC2 takes each spot instance back after so many milliseconds. */
  interruptSpot(after: number): void;
  /** From now on nothing fails. */
  calm(): void;
  close(): Promise<void>;
}

/** The ARN of a state machine of the deployment. */
export const machineArn = (name: string): string =>
  `arn:aws:states:${home}:${homeAccount}:stateMachine:${prefix}${name}`;

/** Starts the deployment. Everything in it comes from the seed of the case. */
export async function openWorld(assembly: string, given: Case, keepLog: boolean): Promise<World> {
  const clock = virtualClock(start, { manual: true });
  const log = new Log(keepLog);
  const transport = new Transport(clock, given.seed);
  let spotInterruption: number | undefined;
  const local = await startLocal({
    assembly,
    ec2: { spotInterruption: () => spotInterruption },
    tier: 'in-process',
    seed: given.seed,
    clock,
    secrets,
    betweenFunctions: transport.carry,
  });
  recordQuestions(local);
  const faults = new Faults(local, transport, prefix, given);
  const make = local.world.call.bind(local.world);
  const poisons = new Poisons(given.poisons ?? [], () => transport.current?.caller, prefix);
  const wrapped = poisons.wrap(faults.wrap(make));
  local.world.call = (principal, service, action, region, input, requestId) => {
    const told = log.begin(clock.now, 'call', principal.arn, `${service}:${action}`, region, input);
    const answer = wrapped(principal, service, action, region, input, requestId);
    answer.then(
      (value) => told('answer', value),
      (error: Error) => told('error', `${error.name}: ${error.message}`),
    );
    return answer;
  };
  const events = new Events(local, given.events, (event) => log.write(clock.now(), 'event', event));
  local.world.bus = events.emit;
  const request: World['request'] = (method, path, body, headers) =>
    local.invokeRoute(method, path, body, headers ? { headers, api: undefined } : {});
  const cancellations = new Cancellations(local, given.cancellations, request, prefix, log);
  return {
    local,
    clock,
    log,
    faults,
    events,
    cancellations,
    poisons,
    transport,
    request,
    ec2: (action, input = {}, region = home, account = undefined) => local.call('ec2', action, region, input, account),
    interruptSpot(after) {
      spotInterruption = after;
    },
    calm() {
      spotInterruption = undefined;
      faults.on = false;
      events.on = false;
      cancellations.on = false;
      poisons.on = false;
    },
    close: () => local.close(),
  };
}
