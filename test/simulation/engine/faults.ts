import { AwsError, type Principal } from '../../../local/kernel/types';
import { seededRandom } from '../../../local/kernel/random';
import type { Local } from '../../../local/app/simulation';
import type { Case, Fault, FaultKind, Site } from './case';
import { frequentKinds } from './histories';
import { applies, reading, refusal, timesOf } from './kinds';
import { hideNew, isUnseen, type Hidden, withoutHidden } from './hiding';
import type { Transport } from './transport';

type Make = Local['world']['call'];

const minutes = 60_000;
const forever: [number, number] = [1e10, 1e10];
const unseenFor = 150_000;
const mostBehind = 120_000;

/** Counts the calls of functions and lets the faults of a case happen. */
export class Faults {
  /** Off while the invariants are checked. */
  on = true;
  struck = 0;
  /** Faults that the rate let happen. */
  readonly drawn: Fault[] = [];
  private readonly counts = new Map<string, number>();
  private readonly awaited = new Map<string, (() => void)[]>();
  private readonly answers = new Map<string, { time: number; answer: Record<string, any> }[]>();
  private readonly hidden: Hidden[] = [];
  private away: { service: string; until: number }[] = [];

  constructor(
    private readonly local: Local,
    private readonly transport: Transport,
    private readonly prefix: string,
    private readonly given: Case,
  ) {}

  /** Sites that were called, in the order of their names. */
  sites(): Site[] {
    return [...this.counts]
      .map(([key, calls]) => ({ function: key.split(' ')[0] ?? '', action: key.split(' ')[1] ?? '', calls }))
      .sort((one, other) => (`${one.function} ${one.action}` < `${other.function} ${other.action}` ? -1 : 1));
  }

  /** Resolves when a function calls this: `remove-images ec2:DescribeImages #2`, for the second time. */
  reached(site: string): Promise<void> {
    return new Promise((begin) => this.awaited.set(site, [...(this.awaited.get(site) ?? []), begin]));
  }

  /** Milliseconds at which the last service that is away is back. */
  backAt(): number {
    return Math.max(0, ...this.away.map(({ until }) => until));
  }

  /** Stands in for the world's call. */
  wrap(make: Make): Make {
    return (principal, service, action, region, input, requestId) => {
      const exchange = this.transport.current;
      const asked = () => make(principal, service, action, region, input, requestId);
      // A session of a member account would outlive the simulation that issued it.
      if (service === 'sts') exchange?.caller.discard();
      if (!this.on) return asked();
      const now = this.local.clock.now();
      if (exchange && this.away.some((one) => one.service === service && one.until > now))
        return this.refuse(refusal('away-15', `${service}:x`) as AwsError);
      if (!exchange) return asked();
      const name = exchange.caller.functionName.replace(this.prefix, '');
      const site = `${service}:${action}`;
      const key = `${name} ${site}`;
      const nth = (this.counts.get(key) ?? 0) + 1;
      this.counts.set(key, nth);
      for (const begin of this.awaited.get(`${key} #${nth}`)?.splice(0) ?? []) begin();
      const fault = this.faultAt(name, site, nth);
      const look = () => this.look(asked, service, action, region, input as Record<string, any>);
      if (!fault) return look();
      this.struck += 1;
      exchange.caller.discard();
      return this.strike(fault.kind, {
        site,
        region,
        input: input as Record<string, any>,
        principal,
        exchange,
        asked,
        look,
      });
    };
  }

  private faultAt(name: string, action: string, nth: number): Fault | undefined {
    const { faults, rate = 0, seed } = this.given;
    const found = faults.find(
      (one) => one.function === name && one.action === action && nth >= one.nth && nth < one.nth + timesOf(one.kind),
    );
    if (found || rate === 0) return found;
    const random = seededRandom(`${seed} ${name} ${action} ${nth}`);
    const kind = random() < rate ? frequentKinds[Math.floor(random() * frequentKinds.length)] : undefined;
    if (kind === undefined || !applies(kind, action)) return undefined;
    const drawn = { function: name, action, nth, kind };
    this.drawn.push(drawn);
    return drawn;
  }

  private get keepsAnswers(): boolean {
    return (this.given.rate ?? 0) > 0 || this.given.faults.some(({ kind }) => kind === 'stale');
  }

  private refuse(error: AwsError): Promise<never> {
    return Promise.reject(error);
  }

  private async strike(
    kind: FaultKind,
    call: {
      site: string;
      region: string;
      input: Record<string, any>;
      principal: Principal;
      exchange: NonNullable<Transport['current']>;
      asked: () => Promise<Record<string, any>>;
      look: () => Promise<Record<string, any>>;
    },
  ): Promise<Record<string, any>> {
    const { site, region, input, exchange, asked, look } = call;
    const service = site.split(':')[0] ?? '';
    const refused = refusal(kind, site);
    if (kind === 'away-15' || kind === 'away-30')
      this.away.push({ service, until: this.local.clock.now() + (kind === 'away-15' ? 15 : 30) * minutes });
    if (refused) throw refused;
    switch (kind) {
      case 'reset':
      case 'killed-before':
      case 'out-of-time':
        exchange.end = kind === 'reset' ? 'reset' : kind === 'out-of-time' ? 'silence' : 'exit';
        throw new AwsError('NotSent', 'the request does not arrive', 500);
      case 'answer-lost':
      case 'killed':
        exchange.end = kind === 'killed' ? 'exit' : 'reset';
        return asked();
      case 'stale':
        return this.earlier(keyOf(site, region, input)) ?? look();
      case 'invisible': {
        const answer = await asked();
        this.hidden.push(...hideNew(answer, this.local.clock.now() + unseenFor));
        return answer;
      }
      case 'never-completes':
        return this.neverComplete(site, input, asked);
      default:
        throw new Error(`no fault ${kind}`);
    }
  }

  private neverComplete(
    site: string,
    input: Record<string, any>,
    asked: () => Promise<Record<string, any>>,
  ): Promise<Record<string, any>> {
    if (site === 'ssm:SendCommand') {
      input.Parameters = { ...input.Parameters, commands: ['sleep 86400'] };
      return asked();
    }
    const { latencies } = this.local.ec2;
    const before = { ...latencies };
    for (const name of Object.keys(latencies) as (keyof typeof latencies)[])
      if (!['visibility', 'lingering', 'availability'].includes(name)) latencies[name] = forever;
    // The effect of a call draws its times before the call's promise is handed out.
    const answer = asked();
    Object.assign(latencies, before);
    return answer;
  }

  /** The answer as somebody gets it who does not see yet what is hidden. */
  private async look(
    asked: () => Promise<Record<string, any>>,
    service: string,
    action: string,
    region: string,
    input: Record<string, any>,
  ): Promise<Record<string, any>> {
    const now = this.local.clock.now();
    if (service === 'ec2' && this.hidden.length > 0) {
      const unseen = isUnseen(this.hidden, input, now);
      if (unseen) throw unseen;
    }
    const answer = await asked();
    const seen = service === 'ec2' ? withoutHidden(this.hidden, answer, now) : answer;
    const site = `${service}:${action}`;
    if (this.keepsAnswers && reading.test(site) && input.ConsistentRead !== true)
      this.remember(keyOf(site, region, input), seen, now);
    return seen;
  }

  private remember(key: string, answer: Record<string, any>, time: number): void {
    this.answers.set(key, [...(this.answers.get(key) ?? []), { time, answer }]);
  }

  /** What the same question was answered with some time ago, as far as a store may be behind. */
  private earlier(key: string): Record<string, any> | undefined {
    const from = this.local.clock.now() - mostBehind;
    return this.answers.get(key)?.find(({ time }) => time >= from)?.answer;
  }
}

const keyOf = (site: string, region: string, input: object): string => `${site} ${region} ${JSON.stringify(input)}`;
