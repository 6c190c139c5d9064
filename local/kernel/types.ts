import type { SwitchableFact } from './facts';

/** The types that the parts of local mode share. Times are milliseconds since the epoch on the simulated clock. */

export interface Timer {
  cancel(): void;
}

/** The one clock of a simulation: the wall clock sped up by a factor, or a virtual one that jumps to the next timer. */
export interface Clock {
  now(): number;
  /**
   * A background timer (a schedule, a reaper) never makes a virtual clock jump by itself; it fires in order on the way.
   */
  after(milliseconds: number, run: () => void, options?: { background?: boolean }): Timer;
  /** Resolves after the simulated time; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * While any hold is open a virtual clock does not jump, and one that follows real time is at most so many times as
   * fast (by default 5). Returns the release, which may be called twice.
   */
  hold(fastest?: number): () => void;
}

/** Returns numbers in [0, 1); the same seed gives the same sequence. */
export type Random = () => number;

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | string[] | boolean | number>>;
}

export interface PolicyDocument {
  Version: string;
  Statement: PolicyStatement | PolicyStatement[];
}

/** Who makes a call: a role of the templates with its policies, or the person at the keyboard (`administrator`). */
export interface Principal {
  readonly arn: string;
  readonly administrator: boolean;
  readonly policies: readonly PolicyDocument[];
}

export type ConditionContext = Record<string, string | string[] | undefined>;

/** One request to one AWS API, already decoded: `input` has the SDK's own member names. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly input: Record<string, any>;
  readonly principal: Principal;
  readonly requestId: string;
  /**
   * Throws AwsError `AccessDenied…` unless the principal's policies allow the action on the resource (an ARN or `*`).
   */
  authorize(action: string, resource: string, context?: ConditionContext): void;
}

/** One simulated AWS service in all regions. Its answers use the member names of the SDK. */
export interface Service {
  /** Whether it is simulated for other accounts than the home account too. */
  readonly inAllAccounts?: true;
  call(call: Call): Promise<Record<string, any>>;
}

/** An error as AWS answers it: a code such as `InvalidAMIID.NotFound`, a message, an HTTP status. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** An event on the default bus of a region. */
export interface BusEvent {
  source: string;
  'detail-type': string;
  region: string;
  resources: string[];
  detail: Record<string, any>;
}

/** What every simulated service may use of the world around it. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly homeRegion: string;
  /** Host and port of this simulation's endpoint. */
  readonly host?: string;
  /** Facts of AWS that the simulated services are to lack, by their ids in the ledger. */
  readonly without?: readonly SwitchableFact[];
  emit(event: BusEvent): void;
  /** The role of that name from the templates, as a principal. */
  role(name: string): Principal | undefined;
  /** The instance profile of that name or ARN. */
  instanceProfile(nameOrArn: string): { arn: string; roleName: string } | undefined;
  /**
   * Throws AwsError unless the principal's policies allow the action on the resource, as the named service answers it.
   */
  authorize(
    service: string,
    principal: Principal,
    region: string,
    action: string,
    resource: string,
    context?: ConditionContext,
  ): void;
  /** A call of one service to another (or of an agent on a guest), authorized as that principal. */
  call(
    principal: Principal,
    service: string,
    action: string,
    region: string,
    input: object,
  ): Promise<Record<string, any>>;
  /**
   * Issues credentials of a session of a role until that time (milliseconds); undefined for a role that does not exist.
   */
  issue?: (roleName: string, session: string, expiresAt: number) => SessionCredentials | undefined;
  /** Sends a plain HTTP request (a presigned URL) to this simulation; undefined when the host is none of ours. */
  request(request: WireRequest): Promise<WireResponse> | undefined;
}

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** An immutable image of a root file system. */
export interface Disk {
  readonly kind: 'disk';
}

/** What an instance can find out about itself. */
export interface GuestFacts {
  instanceId: string;
  imageId: string;
  instanceType: string;
  architecture: 'x86_64' | 'arm64';
  /** From EC2's GpuInfo: empty when the type has none. */
  gpus: { name: string; manufacturer: string; count: number; memoryMiB: number }[];
  vcpus: number;
  memoryMiB: number;
  region: string;
  availabilityZone: string;
  accountId: string;
  privateIp: string;
  publicIp?: string;
  hostname: string;
  /** Name of the role of the instance profile, when it has one. */
  roleName?: string;
  /** Name of the key pair given at launch. */
  keyName?: string;
}

export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The surroundings of a guest: what it can reach, and what it reports. */
export interface GuestHost {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether the subnet has a way to the internet (a public address and a route). */
  online(): boolean;
  /**
   * Sends a request from the guest to an endpoint of this simulation (presigned URLs); undefined when the host is
   * none of ours.
   */
  request(request: WireRequest): Promise<WireResponse> | undefined;
  /** Credentials of the instance's role until that time (milliseconds); undefined where nobody issues any. */
  credentials?(expiresAt: number): SessionCredentials | undefined;
  /** Host and port of this simulation's endpoint, where it has one. */
  readonly endpoint?: string;
  /** The agent has started with this identity on disk, or has stopped. */
  agentChanged(running: boolean): void;
  /** Somebody ran shutdown, poweroff or reboot inside the guest. */
  powerRequested(kind: 'shutdown' | 'reboot'): void;
  /** A line on the serial console. */
  console(line: string): void;
}

export interface RunOptions {
  /** Seconds of simulated time after which the script is killed (exit code 137, timedOut true). */
  timeoutSeconds: number;
  environment?: Record<string, string>;
  workingDirectory?: string;
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  signal?: AbortSignal;
}

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/** A simulated computer: an embedded shell over a file system in memory. */
export interface Guest {
  readonly facts: GuestFacts;
  /** Runs cloud-init's part (host keys, machine id, user data once per instance) and starts the enabled services. */
  boot(userData?: string): Promise<void>;
  /** Runs a script as root, as the SSM agent does. Rejects with AwsError when the guest is not running. */
  run(script: string, options: RunOptions): Promise<RunResult>;
  /** An interactive line, as in a session: keeps working directory and variables between calls of one session id. */
  type(session: string, line: string): Promise<RunResult>;
  agentRunning(): boolean;
  /** Ends all processes. The content of tmpfs is lost. */
  powerOff(): void;
  /** The root file system as it is now, for CreateImage. Without tmpfs. */
  disk(): Disk;
  /** The root file system as a snapshot finds it while the guest runs: without what is only in memory yet. */
  crashedDisk(): Disk;
}

/** Makes guests from disks, and the disks of the base images that vendors publish. */
export interface GuestFactory {
  guest(disk: Disk, facts: GuestFacts, host: GuestHost): Guest;
  baseDisk(family: 'al2023' | 'al2023-gpu' | 'ubuntu-22.04' | 'ubuntu-24.04' | 'debian-12'): Disk;
  /** Gives back what the factory keeps for every other disk. */
  retain?(inUse: ReadonlySet<Disk>): void;
}
