import { virtualClock, type VirtualClock } from '../../kernel/clock';
import { createEc2, type Ec2 } from '../../services/ec2/service';
import type { Ec2Options } from '../../services/ec2/state/options';
import { seededRandom } from '../../kernel/random';
import { factOff } from '../kit/facts';
import {
  AwsError,
  type BusEvent,
  type ConditionContext,
  type Disk,
  type Guest,
  type GuestFactory,
  type GuestFacts,
  type GuestHost,
  type Principal,
  type RunOptions,
  type RunResult,
  type Service,
  type World,
} from '../../kernel/types';

export const account = '123456789012';
export const home = 'us-east-1';
/** Amazon Linux 2023 on x86_64 and arm64 in us-east-1. */
export const amazonLinux = 'ami-0ed094fb1304fd857';
export const amazonLinuxArm = 'ami-0d6fc8f787cd9a417';
export const administrator: Principal = {
  arn: `arn:aws:iam::${account}:user/operator`,
  administrator: true,
  policies: [],
};
export const builderRole: Principal = {
  arn: `arn:aws:iam::${account}:role/builder`,
  administrator: false,
  policies: [],
};

/** A guest that is nothing but a list of what was done to it; a test says what its scripts do. */
export class FakeGuest implements Guest {
  on = false;
  constructor(
    readonly facts: GuestFacts,
    readonly host: GuestHost,
    readonly files: string[],
    private readonly behavior: Behavior,
  ) {}
  boot(userData?: string): Promise<void> {
    this.on = true;
    this.host.console(`booted with ${userData ?? 'nothing'}`);
    this.host.clock.after(25_000, () => this.on && this.behavior.agent && this.host.agentChanged(true));
    return Promise.resolve();
  }
  run(script: string, options: RunOptions): Promise<RunResult> {
    return this.behavior.run(script, options, this);
  }
  type(_session: string, line: string): Promise<RunResult> {
    return Promise.resolve({ exitCode: 0, stdout: `typed ${line}\n`, stderr: '', timedOut: false });
  }
  agentRunning(): boolean {
    return this.on;
  }
  powerOff(): void {
    this.on = false;
  }
  disk(): Disk {
    return { kind: 'disk', files: [...this.files] } as Disk;
  }

  crashedDisk(): Disk {
    return this.disk();
  }
}

export interface Behavior {
  agent: boolean;
  run(script: string, options: RunOptions, guest: FakeGuest): Promise<RunResult>;
}

export interface Denial {
  action: string;
  resource?: string;
}

export interface Kit {
  clock: VirtualClock;
  world: World;
  ec2: Ec2;
  events: BusEvent[];
  authorized: { action: string; resource: string; context: ConditionContext }[];
  denials: Denial[];
  guests: FakeGuest[];
  behavior: Behavior;
  /** Calls of one service to another, by `service.action`. */
  calls: { principal: Principal; service: string; action: string; input: any }[];
  call(action: string, input?: object, region?: string): Promise<any>;
  /** Launches one instance and waits until it can be seen and runs. */
  launch(input?: object, region?: string): Promise<string>;
  /** An available image of a stopped instance. */
  image(name: string, input?: object): Promise<string>;
}

type KitOptions = Partial<Omit<Ec2Options, 'world' | 'guests'>> & Pick<GuestFactory, 'retain'>;

/** EC2 on a virtual clock with everything visible at once unless a test says otherwise. */
export function kit(given: KitOptions = {}): Kit {
  const { ec2: switchedOff = {}, without } = factOff();
  const options: KitOptions = {
    ...given,
    // JSON has null for what is undefined.
    ...Object.fromEntries(Object.entries(switchedOff).map(([name, value]) => [name, value ?? undefined])),
    limits: { ...given.limits, ...switchedOff.limits },
    latencies: { ...given.latencies, ...switchedOff.latencies },
  };
  const clock = virtualClock(Date.UTC(2026, 5, 1, 12), { manual: true });
  const events: BusEvent[] = [];
  const authorized: Kit['authorized'] = [];
  const denials: Denial[] = [];
  const guests: FakeGuest[] = [];
  const calls: Kit['calls'] = [];
  const behavior: Behavior = {
    agent: true,
    run: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '', timedOut: false }),
  };
  const world: World = {
    clock,
    random: seededRandom(7),
    accountId: account,
    homeRegion: home,
    without,
    emit: (event) => void events.push(event),
    role: (name) => (name === 'builder' ? builderRole : undefined),
    instanceProfile: (name) =>
      name.endsWith('builder')
        ? { arn: `arn:aws:iam::${account}:instance-profile/builder`, roleName: 'builder' }
        : undefined,
    call: (principal, service, action, _region, input) => {
      calls.push({ principal, service, action, input });
      return Promise.resolve({});
    },
    authorize: () => undefined,
    request: () => undefined,
  };
  const factory: GuestFactory = {
    guest: (disk, facts, host) => {
      const guest = new FakeGuest(facts, host, [...(disk as unknown as { files: string[] }).files], behavior);
      guests.push(guest);
      return guest;
    },
    baseDisk: (family) => ({ kind: 'disk', files: [family] }) as Disk,
    retain: given.retain,
  };
  const ec2 = createEc2({
    world,
    guests: factory,
    ...options,
    latencies: { visibility: [0, 0], ...options.latencies },
  });
  const call = caller(ec2, 'ec2', authorized, denials);
  const launch: Kit['launch'] = async (input = {}, region = home) => {
    const { Instances } = await call(
      'RunInstances',
      {
        ImageId: amazonLinux,
        InstanceType: 'm7i.large',
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: 'builder' },
        ...input,
      },
      region,
    );
    await clock.advance(60_000);
    return Instances[0].InstanceId;
  };
  const image: Kit['image'] = async (name, input = {}) => {
    const instanceId = await launch();
    await call('StopInstances', { InstanceIds: [instanceId] });
    await clock.advance(60_000);
    const { ImageId } = await call('CreateImage', { InstanceId: instanceId, Name: name, ...input });
    await clock.advance(600_000);
    return ImageId;
  };
  return { clock, world, ec2, events, authorized, denials, guests, behavior, calls, call, launch, image };
}

/** Calls a service as the administrator, noting what is authorized; denials win. */
export function caller(service: Service, name: string, authorized: Kit['authorized'], denials: Denial[]): Kit['call'] {
  let requests = 0;
  return (action, input = {}, region = home) =>
    service.call({
      service: name,
      action,
      region,
      input,
      principal: administrator,
      requestId: `request-${(requests += 1)}`,
      authorize(asked, resource, context = {}) {
        authorized.push({ action: asked, resource, context });
        const denied = denials.some(
          (denial) => denial.action === asked && (denial.resource === undefined || resource.includes(denial.resource)),
        );
        if (denied)
          throw new AwsError(
            'UnauthorizedOperation',
            `not authorized to perform: ${asked} on resource: ${resource}`,
            403,
          );
      },
    });
}

/** The AwsError code that a promise is rejected with; fails if it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: AwsError) => error.code ?? String(error),
  );
}
