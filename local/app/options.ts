import type { BusOptions } from '../services/events/bus';
import type { Stack } from '../cloudformation/assembly/read';
import type { Ec2Options } from '../services/ec2/state/options';
import type { KmsOptions } from '../services/kms/service';
import type { GuestOptions } from '../guest/process/system';
import type { Clock } from '../kernel/types';

export interface LocalOptions {
  /** The synthesized app (`cdk.out`). */
  assembly: string;
  /** The clock; by default the real one, `speed` times as fast. */
  clock?: Clock;
  speed?: number;
  seed?: number | string;
  /** Runs functions in worker threads over HTTP, or inside this process, which needs no port. */
  tier: 'workers' | 'in-process';
  /** In process: loads every function again instead of reusing one that an earlier simulation has loaded. */
  freshFunctions?: boolean;
  /** The port; 0 means any free port. Without a port (in process only) nothing is served. */
  port?: number;
  /** The path of function-worker.js, for workers; by default dist/local/function-worker.js next to the assembly. */
  workerFile?: string;
  accountId?: string;
  region?: string;
  events?: BusOptions;
  ec2?: Partial<Omit<Ec2Options, 'world' | 'guests'>>;
  ssm?: Record<string, unknown>;
  kms?: KmsOptions;
  /** How long the agents of the guests take to register. */
  machines?: Pick<GuestOptions, 'agentSeconds'>;
  /** Quotas of the account by code, if they differ from the defaults of AWS. */
  quotas?: Record<string, number>;
  /** Secrets of the home region by name, which exist before the stacks. */
  secrets?: Record<string, string>;
  /** A server on this machine that receives what API destinations send: `http://127.0.0.1:PORT`. */
  webhooks?: string;
  /** Changes the templates before any resource is created. */
  edit?: (stacks: Stack[]) => void;
  /** Receives every line that a function prints. */
  onLog?: (functionName: string, line: string) => void;
}
