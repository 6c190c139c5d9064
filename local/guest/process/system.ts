import type { GuestFacts, GuestHost } from '../../kernel/types';
import type { FileSystem } from '../file/system';
import type { Launch, ShellEnd } from './launch';
import type { Outcome } from './outcome';
import type { Process } from './state';

export interface GuestOptions {
  /**
   * Simulated seconds from boot until the SSM agent has registered: at least and at most. Left out: as long as the
   * agent of the distribution takes.
   */
  agentSeconds?: readonly [number, number];
  /** Packages that the fixtures do not have are taken as installed, without files. */
  assumePackages?: boolean;
  /** What addresses outside answer, before the fixtures do. */
  downloads?: ReadonlyMap<string, Uint8Array>;
  /** Is told what a guest takes for granted because of these two. */
  assumed?: (facts: GuestFacts, what: string) => void;
  /** What `aws ec2 create-tags` on a guest does, as the role of the instance; without it there is no `aws ec2`. */
  createTags?: (facts: GuestFacts, resources: string[], tags: Record<string, string>) => Promise<void>;
}

/** What the file of a unit says. */
export interface Unit {
  readonly name: string;
  readonly path: string;
  readonly masked: boolean;
  /** `Section.Key` to its values, in order. */
  readonly settings: Map<string, string[]>;
}

/** The processes of a guest. */
export interface ProcessTable {
  readonly isStopped: boolean;
  list(): Process[];
  find(pid: number): Process | undefined;
  /** Runs something in the foreground of another process: they share one line of execution. */
  foreground(parent: Process, launch: Launch, started?: (process: Process) => void): Promise<ShellEnd>;
  /** Starts something that runs by itself. `done` never rejects; a killed process ends with 128 + signal. */
  background(launch: Launch, parent?: Process): { process: Process; done: Promise<ShellEnd> };
  /** Ends everything, as power loss does. */
  endAll(): void;
}

/** The services of a guest. */
export interface UnitTable {
  isActive(name: string): boolean;
  isFailed(name: string): boolean;
  /** Whether a unit of the kind `oneshot` is at its work. */
  isActivating(name: string): boolean;
  active(): string[];
  process(name: string): Process | undefined;
  /** Starts a unit; a oneshot unit is waited for and has to end with 0. The message is what systemctl prints. */
  start(name: string, waitFor: (end: Promise<Outcome>) => Promise<Outcome | undefined>): Promise<Outcome>;
  /** Runs a command as a unit of its own, which outlives whoever started it. */
  launch(
    name: string,
    script: string,
    unit?: Unit,
    environment?: Record<string, string>,
  ): { process: Process; done: Promise<Outcome> };
  stop(name: string): void;
}

/** The inside of a running guest, as its programs see it. */
export interface System {
  readonly facts: GuestFacts;
  readonly host: GuestHost;
  readonly files: FileSystem;
  readonly options: GuestOptions;
  readonly processes: ProcessTable;
  readonly units: UnitTable;
  readonly bootedAt: number;
  /** User data as given at launch; IMDS serves it. */
  userData: string | undefined;
  /** Resolves when user data has run. */
  userDataDone: Promise<void>;
  hostname(): string;
  isAgentRunning: boolean;
  /** The system updates its packages by itself and holds the locks of apt and dpkg. */
  aptIsLocked: boolean;
}

/** Returns the distribution on the disk, from /etc/os-release. */
export function distribution(files: FileSystem): 'amzn' | 'ubuntu' | 'debian' {
  const [, id] = /^ID="?(ubuntu|debian)"?$/m.exec(files.textOr('/etc/os-release')) ?? [];
  return id === 'ubuntu' || id === 'debian' ? id : 'amzn';
}
