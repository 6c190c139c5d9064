import type { BusOptions } from '../services/events/bus';
import type { Stack } from '../cloudformation/assembly/read';
import type { Ec2Options } from '../services/ec2/state/options';
import type { KmsOptions } from '../services/kms/service';
import type { GuestOptions } from '../guest/process/system';
import type { Clock } from '../kernel/types';

export interface LocalOptions {
  /** The synthesized app (`cdk.out`). */
  assembly: string;
  /** A clock of the caller's; otherwise the real one, `speed` times as fast. */
  clock?: Clock;
  speed?: number;
  seed?: number | string;
  /** Functions in worker threads over HTTP, or inside this process (needs no port). */
  tier: 'workers' | 'in-process';
  /** In process: load every function anew instead of using what an earlier simulation of this process has left warm. */
  freshFunctions?: boolean;
  /** 0: any free port. Left out in process: nothing is served, requests are answered inside. */
  port?: number;
  /** Where dist/local/function-worker.js lies, for workers; default: beside the assembly. */
  workerFile?: string;
  accountId?: string;
  region?: string;
  events?: BusOptions;
  ec2?: Partial<Omit<Ec2Options, 'world' | 'guests'>>;
  ssm?: Record<string, unknown>;
  kms?: KmsOptions;
  /** What the simulated guests take for their agents. */
  machines?: Pick<GuestOptions, 'agentSeconds'>;
  /** Quotas of the account by code, where they differ from AWS's defaults. */
  quotas?: Record<string, number>;
  /** Changes the templates before anything is made of them. */
  edit?: (stacks: Stack[]) => void;
  /** Every line that a function prints. */
  onLog?: (functionName: string, line: string) => void;
}
