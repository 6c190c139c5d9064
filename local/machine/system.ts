import type { MachineFacts, MachineHost } from '../types';
import type { FileSystem } from './file-system';
import type { Processes } from './processes';
import type { Units } from './units';

export interface MachineOptions {
  /** Simulated seconds from boot until the SSM agent has registered: at least and at most. Left out: as long as the agent of the distribution takes. */
  agentSeconds?: readonly [number, number];
  /** What `aws ec2 create-tags` on a machine does, as the role of the instance; without it there is no `aws ec2`. */
  createTags?: (facts: MachineFacts, resources: string[], tags: Record<string, string>) => Promise<void>;
}

/** The inside of a running machine, as its programs see it. */
export interface System {
  readonly facts: MachineFacts;
  readonly host: MachineHost;
  readonly files: FileSystem;
  readonly options: MachineOptions;
  readonly processes: Processes;
  readonly units: Units;
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

/** The distribution on the disk, from /etc/os-release. */
export function distribution(files: FileSystem): 'amzn' | 'ubuntu' {
  return /^ID="?ubuntu"?$/m.test(files.textOr('/etc/os-release')) ? 'ubuntu' : 'amzn';
}
