import type { Assumptions } from './assumptions';
import { administratorOf } from '../kernel/accounts';
import type { DynamoService } from '../services/dynamodb/service';
import type { Ec2 } from '../services/ec2/service';
import type { ApiDestinations } from '../services/events/api-destinations';
import type { Bus } from '../services/events/bus';
import type { Scheduler } from '../services/events/scheduler';
import type { Lambda } from '../services/lambda/service';
import type { Gateway } from '../gateway/dispatch';
import type { HttpApi } from '../gateway/route';
import { signed } from '../gateway/sign';
import type { AccessKeys, Credentials } from '../services/iam/access-keys';
import type { Roles } from '../services/iam/roles';
import type { ImageBuilder } from '../services/imagebuilder/service';
import type { Scanner } from '../services/inspector/scan';
import type { Inspector } from '../services/inspector/service';
import type { Kms } from '../services/kms/service';
import type { LogStore } from '../services/logs/store';
import type { Queues } from '../services/messaging/queues';
import type { Topics } from '../services/messaging/topics';
import type { S3 } from '../services/s3/service';
import type { States } from '../services/states/service';
import type { Clock, Principal } from '../kernel/types';
import type { CallRecord, LocalWorld } from '../services/world';

/** The parts of a running simulation, for tests and tools. */
export interface LocalParts {
  world: LocalWorld;
  clock: Clock;
  /** `http://127.0.0.1:PORT`; nothing listens there if no port was given. */
  url: string;
  keys: AccessKeys;
  operator: Principal;
  roles: Roles;
  /** The roles of the member accounts. */
  members: ReadonlyMap<string, Roles>;
  gateway: Gateway;
  ec2: Ec2;
  states: States;
  lambda: Lambda;
  dynamodb: DynamoService;
  s3: S3;
  queues: Queues;
  topics: Topics;
  imageBuilder: ImageBuilder;
  inspector: Inspector;
  scanner: Scanner;
  kms: Kms;
  bus: Bus;
  apiDestinations: ApiDestinations;
  scheduler: Scheduler;
  logs: LogStore;
  apis: ReadonlyMap<string, HttpApi>;
  /** What instances took for granted. */
  assumptions: Assumptions;
  close(): Promise<void>;
}

export interface RouteAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed if it is JSON, otherwise text. */
  body: any;
}

export interface RouteOptions {
  headers?: Record<string, string>;
  credentials?: Credentials;
  /** The name of the API, if the templates have several. */
  api?: string;
}

export interface Local extends LocalParts {
  readonly operatorCredentials: Credentials;
  /** Every call to an AWS API since the start. */
  readonly calls: readonly CallRecord[];
  /**
   * Calls an AWS API as the operator, who has all permissions; as the operator of another account if `account` is
   * given.
   */
  call(service: string, action: string, region: string, input: object, account?: string): Promise<Record<string, any>>;
  /** Sends a signed request to the HTTP API, with the operator's or the given credentials. */
  invokeRoute(method: string, path: string, body?: unknown, options?: RouteOptions): Promise<RouteAnswer>;
  /** Issues credentials for a person with only these managed policies of the templates. */
  person(name: string, policyNames: readonly string[]): Credentials;
  /** Lists the executions of one state machine (by name) or of all, newest first. */
  executions(machine?: string): Promise<Record<string, any>[]>;
}

/** Wraps the running parts in the functions that callers need. */
export function createLocal(parts: LocalParts): Local {
  const { world, clock, url, keys, operator, roles, gateway } = parts;
  const operatorCredentials = keys.issue(operator, 'operator', false);
  const call: Local['call'] = (service, action, region, input, account) =>
    world.call(account === undefined ? operator : administratorOf(account), service, action, region, input);
  return {
    ...parts,
    operatorCredentials,
    calls: world.calls,
    call,
    async invokeRoute(method, path, body, options = {}) {
      const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers };
      const named = [...parts.apis.values()].find(({ name }) => name === options.api);
      const base = named ? `http://${named.id}.localhost:${new URL(url).port}` : url;
      const request = {
        method,
        url: base + path,
        headers,
        body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
      };
      const answer = await gateway(
        signed(request, options.credentials ?? operatorCredentials, 'execute-api', world.homeRegion, clock.now()),
      );
      const text = Buffer.from(answer.body).toString();
      const isJson = /json/.test(answer.headers['content-type'] ?? '');
      return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
    },
    person: (name, policyNames) => keys.issue(roles.person(name, policyNames), `person/${name}`, false),
    async executions(machine) {
      const { stateMachines } = await call('states', 'ListStateMachines', world.homeRegion, {});
      const arns = (stateMachines as { name: string; stateMachineArn: string }[]).filter(
        ({ name }) => machine === undefined || name === machine,
      );
      const lists = await Promise.all(
        arns.map(({ stateMachineArn }) =>
          call('states', 'ListExecutions', world.homeRegion, { stateMachineArn, maxResults: 1000 }),
        ),
      );
      return lists.flatMap((list) => list.executions).sort((a, b) => Number(b.startDate) - Number(a.startDate));
    },
  };
}
