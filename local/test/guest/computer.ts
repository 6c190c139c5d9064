import { createGuests } from '../../guest/factory';
import type { GuestOptions } from '../../guest/process/system';
import { virtualClock } from '../../kernel/clock';
import type { Disk, Guest, GuestFacts, GuestHost, RunResult, WireRequest, WireResponse } from '../../kernel/types';

type Family = 'al2023' | 'al2023-gpu' | 'ubuntu-22.04' | 'ubuntu-24.04' | 'debian-12';

export const start = Date.parse('2026-01-14T10:30:00Z');

export interface Computer {
  readonly guest: Guest;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly console: string[];
  readonly agent: boolean[];
  readonly power: string[];
  /** Turns the way to the internet on and off. */
  online: boolean;
  /** Runs a script as root; a timeout of an hour unless told otherwise. */
  run(script: string, timeoutSeconds?: number, environment?: Record<string, string>): Promise<RunResult>;
  /** Simulated seconds since the guest was made. */
  seconds(): number;
}

export interface Wishes {
  family?: Family;
  disk?: Disk;
  facts?: Partial<GuestFacts>;
  userData?: string;
  options?: Partial<GuestOptions>;
  answer?: (request: WireRequest) => WireResponse | undefined;
}

/** A row of numbers that is the same in every run. */
function row(): () => number {
  let state = 42;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A booted guest on a virtual clock, with all that it tells about itself written down. */
export async function computer(wishes: Wishes = {}): Promise<Computer> {
  const clock = virtualClock(start);
  const factory = createGuests({ agentSeconds: [20, 30], ...wishes.options });
  const facts: GuestFacts = {
    instanceId: 'i-0123456789abcdef0',
    imageId: 'ami-0abc',
    instanceType: 'm7i.large',
    architecture: 'x86_64',
    gpus: [],
    vcpus: 2,
    memoryMiB: 8192,
    region: 'us-east-1',
    availabilityZone: 'us-east-1a',
    accountId: '123456789012',
    privateIp: '10.0.1.17',
    hostname: 'ip-10-0-1-17.ec2.internal',
    ...wishes.facts,
  };
  const result = {
    clock,
    console: [] as string[],
    agent: [] as boolean[],
    power: [] as string[],
    online: true,
    seconds: () => (clock.now() - start) / 1000,
  } as Computer & { guest: Guest; run: Computer['run'] };
  const host: GuestHost = {
    clock,
    random: row(),
    online: () => result.online,
    request: (request) => {
      const response = wishes.answer?.(request);
      return response === undefined ? undefined : Promise.resolve(response);
    },
    agentChanged: (running) => void result.agent.push(running),
    powerRequested: (kind) => void result.power.push(kind),
    console: (line) => void result.console.push(line),
  };
  const guest = factory.guest(wishes.disk ?? factory.baseDisk(wishes.family ?? 'al2023'), facts, host);
  const run: Computer['run'] = (script, timeoutSeconds = 3600, environment = {}) =>
    clock.until(guest.run(script, { timeoutSeconds, environment }));
  Object.assign(result, { guest, run });
  await clock.until(guest.boot(wishes.userData));
  return result;
}
