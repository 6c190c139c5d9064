import { formatDuration } from '../lib/duration';
import { SpawnError } from '../errors';

/** What Systems Manager said of a command that it did not take, and how long the run has been trying. */
export interface RefusedCommand {
  /** `offline`: it does not have the instance; `denied`: no policy allows it. */
  refusal: 'offline' | 'denied';
  /** AWS's own sentence. */
  message: string;
  instance_id: string;
  region: string;
  /** Name of the script. */
  script: string;
  first_tried_at: string;
  ready_seconds: number;
}

// Policies allow commands by the tags of the instance, which are not seen everywhere for up to 150 s after its launch.
const visibleAfterSeconds = 300;

/**
 * The error of a command that Systems Manager did not take: InstanceNotReady, which the state machines try again, while
 * that may pass. After `ready_seconds` an instance without agent is InstanceUnreachable; after five minutes a denial is
 * PermissionDenied.
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
    'check its instance profile, the route from its subnet to the endpoints of ssm, ssmmessages and ec2messages, and its agent';
  return new SpawnError(
    'InstanceUnreachable',
    `the instance ${instance_id} is not online in Systems Manager in ${region} and did not accept '${script}' within ${formatDuration(limit)}: ${missing}.`,
    details,
  );
}
