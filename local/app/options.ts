import type { BusOptions } from '../services/events/bus';
import type { Containers } from '../container/factory';
import type { Stack } from '../cloudformation/assembly/read';
import type { Ec2Options } from '../services/ec2/state/options';
import type { KmsOptions } from '../services/kms/service';
import type { GuestOptions } from '../guest/process/system';
import type { Caller } from '../services/lambda/instances';
import type { SwitchableFact } from '../kernel/facts';
import type { Clock, WireRequest, WireResponse } from '../kernel/types';

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
  /** Facts of AWS that the simulated services are to lack, by their ids in the ledger: a test shows what needs each. */
  without?: readonly SwitchableFact[];
  events?: BusOptions;
  ec2?: Partial<Omit<Ec2Options, 'world' | 'guests'>>;
  ssm?: Record<string, unknown>;
  kms?: KmsOptions;
  /** How long the agents of the guests take to register, and what the embedded machine takes for granted. */
  machines?: Pick<GuestOptions, 'agentSeconds' | 'assumePackages' | 'downloads'>;
  /** Instances are containers; without it they are simulated inside this process. */
  containers?: Containers;
  /** Quotas of the account by code, if they differ from the defaults of AWS. */
  quotas?: Record<string, number>;
  /** Secrets of the home region by name, which exist before the stacks. */
  secrets?: Record<string, string>;
  /** A server on this machine that receives what API destinations send: `http://127.0.0.1:PORT`. */
  webhooks?: string;
  /** Changes the templates before any resource is created. */
  edit?: (stacks: Stack[]) => void;
  /** Returns the address of the console, for a browser that asks the API's own; undefined while there is none. */
  consoleUrl?(): string | undefined;
  /**
   * In process: stands between the functions and what they call. It may wait, ask `pass` or not, answer otherwise, or
   * end the caller's process. With it, each invocation has an instance of its own while it runs.
   */
  betweenFunctions?: (
    request: WireRequest,
    caller: Caller,
    pass: () => Promise<WireResponse> | undefined,
  ) => Promise<WireResponse> | undefined;
  /** Receives every line that a function prints. */
  onLog?: (functionName: string, line: string) => void;
}
