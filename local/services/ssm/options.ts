import type { Ec2 } from '../ec2/service';
import type { Span } from '../ec2/state/latencies';
import type { Decrypt } from '../kms/decryption';
import type { Principal, World } from '../../kernel/types';

export interface SsmLatencies {
  /** The agent runs → it is registered and online. */
  registration: Span;
  /** The agent was refused → it tries again after 25 to 30 minutes (aws/amazon-ssm-agent#544). */
  refused: Span;
  /** SendCommand → the agent has the command. */
  delivery: Span;
  /** The script has ended → the status says so. */
  report: Span;
  /** PutParameter of an image id → it is validated, and said. */
  validation: Span;
  /** Between two uploads of output to CloudWatch Logs. */
  upload: Span;
}

export interface SsmOptions {
  world: World;
  ec2: Ec2;
  latencies?: Partial<SsmLatencies>;
  /** Decrypts a SecureString of a key of the account's own; without it all do. */
  decrypt?: Decrypt;
  /** Throws AwsError unless the principal may do the action on the resource in that region. */
  authorizeAs: (principal: Principal, action: string, resource: string, region: string) => void;
}

/** What Systems Manager takes on a usual day; milliseconds. */
export const defaultSsmLatencies: SsmLatencies = {
  registration: [300, 1_500],
  refused: [25 * 60_000, 30 * 60_000],
  delivery: [300, 1_200],
  report: [200, 800],
  validation: [300, 2_500],
  upload: [1_000, 1_500],
};
