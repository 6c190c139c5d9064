import { accountOf } from '../kernel/accounts';
import type { AuthorizationData } from './iam/authorization-data';
import { authorize } from './iam/authorize';
import type { Roles } from './iam/roles';
import { uuid } from '../kernel/random';
import type {
  BusEvent,
  Clock,
  ConditionContext,
  Principal,
  Random,
  Service,
  WireRequest,
  WireResponse,
  World,
} from '../kernel/types';
import { AwsError } from '../kernel/types';

/** One call that was made to a simulated API, for counting. */
export interface CallRecord {
  service: string;
  action: string;
  region: string;
  principal: string;
  /** Milliseconds on the simulated clock. */
  time: number;
  /** The code of the error that answered it. */
  error?: string;
}

/** A served simulation may run for days: only so many calls are remembered. */
const MOST_CALLS = 1_000_000;

export interface WorldParts {
  clock: Clock;
  random: Random;
  accountId: string;
  homeRegion: string;
  roles: Roles;
  data: AuthorizationData;
  without?: World['without'];
}

/**
 * The world around the simulated services: who is who, where calls, events and requests go. Services join it one by
 * one.
 */
export class LocalWorld implements World {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly homeRegion: string;
  readonly without: World['without'];
  readonly calls: CallRecord[] = [];
  readonly services = new Map<string, Service>();
  /** Where events go once there is a bus. */
  bus: (event: BusEvent) => void = () => undefined;
  /** Answers plain requests, once the gateway exists. */
  gateway: ((request: WireRequest) => Promise<WireResponse>) | undefined;
  /** Issues credentials of a session of a role, once there are keys. */
  issue: World['issue'];
  /** `127.0.0.1:PORT`, the host of the local endpoint. */
  host = '';

  constructor(private readonly parts: WorldParts) {
    this.clock = parts.clock;
    this.random = parts.random;
    this.accountId = parts.accountId;
    this.homeRegion = parts.homeRegion;
    this.without = parts.without;
  }

  emit(event: BusEvent): void {
    this.bus(event);
  }

  role(name: string): Principal | undefined {
    return this.parts.roles.principal(name);
  }

  instanceProfile(nameOrArn: string): { arn: string; roleName: string } | undefined {
    return this.parts.roles.profile(nameOrArn);
  }

  /**
   * Throws AwsError unless the principal's policies allow the action on the resource, as the named service answers it.
   */
  authorize(
    service: string,
    principal: Principal,
    region: string,
    action: string,
    resource: string,
    context: ConditionContext = {},
  ): void {
    authorize(
      this.parts.data,
      service,
      principal,
      { action, resource, context },
      { accountId: accountOf(principal), region, now: this.clock.now() },
    );
  }

  async call(
    principal: Principal,
    service: string,
    action: string,
    region: string,
    input: object,
    requestId = uuid(this.random),
  ): Promise<Record<string, any>> {
    const record: CallRecord = { service, action, region, principal: principal.arn, time: this.clock.now() };
    this.calls.push(record);
    if (this.calls.length > MOST_CALLS) this.calls.splice(0, MOST_CALLS / 2);
    try {
      const target = this.services.get(service);
      if (!target) throw new AwsError('UnknownService', `The service '${service}' is not simulated.`);
      if (accountOf(principal) !== this.accountId && !target.inAllAccounts)
        throw new AwsError(
          'UnsupportedAccount',
          `${service} is simulated in the home account only, not in ${accountOf(principal)}.`,
        );
      const allow = (asked: string, resource: string, context?: ConditionContext): void =>
        this.authorize(service, principal, region, asked, resource, context);
      return await target.call({ service, action, region, input, principal, requestId, authorize: allow });
    } catch (error) {
      record.error = (error as Error).name;
      throw error;
    }
  }

  request(request: WireRequest): Promise<WireResponse> | undefined {
    const { hostname, host } = new URL(request.url);
    const ours =
      host === this.host || (hostname.endsWith('.localhost') && host.split(':')[1] === this.host.split(':')[1]);
    if (!ours || !this.gateway) return undefined;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return this.gateway({ ...request, headers: { host, ...headers } });
  }
}
