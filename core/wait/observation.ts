import type { CommandResult, Ec2Image, Ec2Instance } from '../model/ec2';
import type { ErrorName } from '../errors';
import type { Approval } from '../model/run';
import type { Wait } from './record';

type ReadOfInstance = 'state' | 'state_reason' | 'instance_type' | 'profile_arn' | 'public_ip' | 'subnet_id';

/** What was read for a wait. A member that was not read is left out, one that does not exist is `absent`. */
export interface Observation {
  instance?: Pick<Ec2Instance, ReadOfInstance> | 'absent';
  /** Whether Systems Manager has the agent online, and the last ping of an agent that has registered. */
  agent_online?: boolean;
  agent_pinged_at?: string;
  /** For an instance that is to become reachable: whether its user data has run. */
  object_exists?: boolean;
  command?: Pick<CommandResult, 'status' | 'status_details' | 'exit_code' | 'cut_off'> | 'absent';
  image?: Ec2Image | 'absent';
  refresh?: InstanceRefresh | 'absent';
  /** The approval of the run, with its decision if there is one. */
  approval?: Approval;
  /** Whether the turn of a queued build has come. */
  has_turn?: boolean;
}

/** An instance refresh of an Auto Scaling group. */
export interface InstanceRefresh {
  refresh_id: string;
  status: string;
  reason?: string;
  percentage?: number;
  started_at?: string;
}

/** The terminal failure of a wait. */
export interface WaitFailure {
  state: 'failed';
  error: ErrorName;
  cause: string;
}

/** Returns what a wait waits for, for messages. */
export function waitedFor(wait: Wait): string {
  const subject = wait.subject && `'${wait.subject}'`;
  switch (wait.condition) {
    case 'instance-reachable':
      return 'its agent';
    case 'command-finished':
      return `the script ${subject ?? wait.command_id ?? ''}`.trim();
    case 'object-written':
      return `the ${wait.subject ?? 'object'}`;
    case 'instance-stopped':
      return 'its stop';
    case 'turn-come':
      return 'its turn';
    case 'approval-decided':
      return 'its approval';
    case 'image-available':
      return `the image ${wait.ami_id}`;
    case 'refresh-ended':
      return `the instance refresh ${wait.refresh_id}`;
  }
}

/** Returns whether the instance was read and exists. */
export function isInstance(
  instance: Observation['instance'],
): instance is Exclude<Observation['instance'], 'absent' | undefined> {
  return instance !== undefined && instance !== 'absent';
}
