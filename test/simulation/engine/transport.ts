import { seededRandom } from '../../../local/kernel/random';
import type { Clock, Random, WireRequest, WireResponse } from '../../../local/kernel/types';
import type { LocalOptions } from '../../../local/app/options';
import type { Race } from './case';

export type Caller = Parameters<NonNullable<LocalOptions['betweenFunctions']>>[1];

/** One request of a function on its way, and what becomes of it. */
export interface Exchange {
  readonly caller: Caller;
  /** Decided while the call is made; without it the answer arrives. */
  end?: 'reset' | 'silence' | 'exit';
}

interface Waiting {
  key: string;
  go: () => void;
}

/** Milliseconds that a request and its answer take at least and at most. */
const [least, most] = [2, 40];

/**
 * Carries the requests of functions. Each takes a time that depends on the seed, its invocation and its number alone,
 * so that the order in which requests arrive does not depend on how fast this process computes them. Requests that
 * arrive in the same millisecond go by `order`, otherwise by name.
 */
export class Transport {
  /** The request whose call is being made: set only while `pass` runs. */
  current: Exchange | undefined;
  /** How often several requests of a race waited. */
  choices = 0;
  private race: (Pick<Race, 'window' | 'order'> & { random: Random; gone: number; begun: boolean }) | undefined;
  private readonly sent = new Map<string, number>();
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
  ) {}

  /** From now on requests take equally long, and `race` says which goes first. */
  begin({ window, order }: Race): void {
    this.race = { window, order: [...order], random: seededRandom(`race ${this.seed}`), gone: 0, begun: false };
  }

  /** What the race is about begins: its order counts from now on. */
  start(): void {
    if (this.race) this.race.begun = true;
  }

  /** Requests take their own times again. */
  end(): void {
    this.race = undefined;
  }

  readonly carry = (
    _request: WireRequest,
    caller: Caller,
    pass: () => Promise<WireResponse> | undefined,
  ): Promise<WireResponse> => {
    const number = (this.sent.get(caller.requestId) ?? 0) + 1;
    this.sent.set(caller.requestId, number);
    const random = seededRandom(`${this.seed}/${caller.requestId}/${number}`);
    const time = (): number => (this.race ? 1 : least + Math.floor(random() * (most - least)));
    const [there, back] = [time(), time()];
    return new Promise((resolve, reject) => {
      const go = (): void => {
        const exchange: Exchange = { caller };
        this.current = exchange;
        const answer = pass();
        this.current = undefined;
        if (!answer) reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
        else
          void answer.then((response) => {
            if (response.status >= 500 || isThrottling(response)) caller.discard();
            this.clock.after(back, () => deliver(exchange, response, resolve, reject));
          }, reject);
      };
      this.clock.after(there, () => {
        this.waiting.push({ key: `${caller.functionName}/${caller.requestId}/${number}`, go });
        this.clock.after(0, () => this.next());
      });
    });
  };

  private next(): void {
    this.waiting.sort((one, other) => (one.key < other.key ? -1 : 1));
    const [chosen] = this.waiting.splice(this.choose(this.waiting.length), 1);
    chosen?.go();
  }

  private choose(count: number): number {
    const { race } = this;
    if (!race) return 0;
    race.gone += race.begun ? 1 : 0;
    if (count < 2) return 0;
    this.choices += 1;
    const wanted = race.begun && race.gone > race.window ? race.order.shift() : undefined;
    return wanted === undefined ? Math.floor(race.random() * count) : wanted % count;
  }
}

function isThrottling({ status, body }: WireResponse): boolean {
  return status >= 400 && /Throttl|LimitExceeded|TooManyRequests|ThroughputExceeded/.test(Buffer.from(body).toString());
}

function deliver(
  { end, caller }: Exchange,
  response: WireResponse,
  resolve: (response: WireResponse) => void,
  reject: (error: Error) => void,
): void {
  if (end === undefined) return resolve(response);
  caller.discard();
  if (end === 'reset') reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  if (end === 'exit') caller.exit();
}
