import { refusedAgentAdvice } from '../wait/agent-advice';
import { formatDuration } from '../lib/duration';
import { SpawnError } from '../errors';

/** A command that Systems Manager refused, and how long the run has tried. */
export interface RefusedCommand {
  /** `offline`: Systems Manager does not have the instance; `denied`: no policy allows the command. */
  refusal: 'offline' | 'denied';
  /** Message of AWS. */
  message: string;
  instance_id: string;
  region: string;
  /** Name of the script. */
  script: string;
  first_tried_at: string;
  ready_seconds: number;
}

// Policies allow commands by the tags of the instance, which may take up to 150 s after its launch to be visible
// everywhere.
const visibleAfterSeconds = 300;

/**
 * Returns the error of a command that Systems Manager refused: InstanceNotReady, which the state machines retry, while
 * the cause may pass. Returns InstanceUnreachable for an instance without agent after `ready_seconds`, and
 * PermissionDenied for a denial after five minutes.
 */
export function refusedCommand(refused: RefusedCommand, now: Date): SpawnError {
  const { refusal, message, instance_id, region, script } = refused;
  const limit = refusal === 'offline' ? refused.ready_seconds : visibleAfterSeconds;
  const details = { instance_id, region };
  if (now.getTime() < Date.parse(refused.first_tried_at) + limit * 1000) {
    return new SpawnError(
      'InstanceNotReady',
      `Systems Manager does not accept commands for ${instance_id} in ${region} yet: ${message} It is retried.`,
      details,
    );
  }
  if (refusal === 'denied') return new SpawnError('PermissionDenied', `AWS denied the call: ${message}`, details);
  const missing =
    'check its instance profile, the route from its subnet to the endpoints of ssm, ssmmessages and ec2messages, and its agent, which an earlier script may have stopped or removed';
  return new SpawnError(
    'InstanceUnreachable',
    `the instance ${instance_id} is not online in Systems Manager in ${region} and did not accept '${script}' within ${formatDuration(limit)}: ${missing}. ${refusedAgentAdvice}`,
    details,
  );
}
