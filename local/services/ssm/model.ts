import type { Ec2 } from '../ec2/service';
import type { Principal, World } from '../../kernel/types';
import type { SsmLatencies, SsmOptions } from './options';

export type CommandStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';

/** One command on one instance; times in milliseconds. */
export interface Invocation {
  command: Command;
  instanceId: string;
  instanceName: string;
  status: CommandStatus;
  statusDetails: string;
  /** -1 until the script has ended. */
  exitCode: number;
  startedAt?: number;
  endedAt?: number;
  stdout: string;
  stderr: string;
  /** Ends the script that runs. */
  abort?: AbortController;
  /** The script ended with 194: it runs again when the instance is back. */
  runsAgain: boolean;
  /** How often the agent has started the script. */
  runs: number;
}

export interface Command {
  id: string;
  region: string;
  comment: string;
  parameters: Record<string, string[]>;
  script: string;
  workingDirectory?: string;
  executionSeconds: number;
  deliverySeconds: number;
  requestedAt: number;
  expiresAt: number;
  logGroup?: string;
  status: CommandStatus;
  invocations: Map<string, Invocation>;
}

export interface Agent {
  instanceId: string;
  online: boolean;
  role: Principal;
  registeredAt: number;
  lastPing: number;
}

export interface StoredParameter {
  name: string;
  type: string;
  value: string;
  dataType: string;
  /** The key of a SecureString, where it is not AWS's own. */
  keyName?: string;
  description?: string;
  /** As requests give them: key and value. */
  tags?: ReadonlyMap<string, string>;
  version: number;
  changed: number;
  public: boolean;
}

export interface Session {
  id: string;
  instanceId: string;
  owner: string;
  reason?: string;
  startedAt: number;
  endedAt?: number;
}

export interface SsmRegion {
  name: string;
  agents: Map<string, Agent>;
  commands: Map<string, Command>;
  parameters: Map<string, StoredParameter>;
  sessions: Map<string, Session>;
}

export interface SsmSimulation {
  world: World;
  ec2: Ec2;
  latencies: SsmLatencies;
  authorizeAs: SsmOptions['authorizeAs'];
  decrypt: SsmOptions['decrypt'];
  region(name: string): SsmRegion;
}
