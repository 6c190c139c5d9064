import { formatDuration } from '../lib/duration';
import { refusedAgentAdvice } from './agent-advice';
import { isInstance, waitedFor, type Observation, type WaitFailure } from './observation';
import type { Wait } from './record';

/** Returns the error of a wait that timed out, with the last observation and what to check. */
export function deadlineFailure(wait: Wait, seen: Observation): WaitFailure {
  const after = `after ${formatDuration((Date.parse(wait.deadline) - Date.parse(wait.started_at)) / 1000)}`;
  const fail = (error: WaitFailure['error'], cause: string): WaitFailure => ({ state: 'failed', error, cause });
  switch (wait.condition) {
    case 'instance-reachable':
      return fail(
        'InstanceUnreachable',
        `Systems Manager cannot reach the instance ${wait.instance_id} ${after}. ${diagnosis(seen)}`,
      );
    case 'command-finished':
      return fail(
        'ScriptTimedOut',
        `${waitedFor(wait)} did not end on ${wait.instance_id} ${after}: ${commandState(seen)}. Raise its timeout, or read its output.`,
      );
    case 'object-written':
      return fail(
        'ResidueUnknown',
        `${wait.instance_id} (${stateOf(seen)}) did not write ${waitedFor(wait)} ${after}: it is unknown what the builder still contains. Raise limits.clean, or look at the instance.`,
      );
    case 'instance-stopped':
      return fail(
        'BuilderNotStopped',
        `the instance ${wait.instance_id} is ${stateOf(seen)} and not stopped ${after}: raise limits.stop if its services need longer to stop.`,
      );
    case 'turn-come':
      return fail(
        'QueueTimedOut',
        `the turn of ${wait.build_id} did not come ${after}: look at spawn builds list --status running, and raise the setting build_cap if too few builds run.`,
      );
    case 'approval-decided':
      return fail(
        'ApprovalExpired',
        `nobody approved ${wait.build_id} ${after}: build again, or raise limits.approval in the recipe.`,
      );
    case 'refresh-ended':
      return fail(
        'RefreshTimedOut',
        `the instance refresh ${wait.refresh_id} of ${wait.group} in ${wait.region} is ${refreshState(seen)} and has not ended ${after}: look at the activity of the group in Auto Scaling.`,
      );
    case 'image-available':
      return fail(
        'ImageTimedOut',
        `the image ${wait.ami_id} in ${wait.region} is ${imageState(seen)} and not available ${after}: raise limits.image or limits.copy if it needs longer.`,
      );
  }
}

/** Returns what Systems Manager needs: profile, route and agent. EC2 shows the first two. */
function diagnosis({ instance, object_exists: isUp }: Observation): string {
  if (instance === undefined)
    return 'It has not registered: check its instance profile, its outbound route, and whether the image has an SSM agent.';
  if (!isInstance(instance)) return 'EC2 does not know the instance, or no longer does.';
  const profile = instance.profile_arn
    ? `profile: ${instance.profile_arn.split('/').at(-1)}`
    : 'profile: none, so its agent has no permission to register';
  const route = instance.public_ip
    ? `route: public address ${instance.public_ip}${instance.subnet_id ? ` in ${instance.subnet_id}` : ''}`
    : `route: no public address${instance.subnet_id ? ` in ${instance.subnet_id}` : ''}, so it needs a NAT gateway or endpoints for ssm and s3`;
  const userData = isUp === undefined ? '' : `; user data: has ${isUp ? '' : 'not '}run`;
  return `It is ${instance.state}. Check its instance profile, its outbound route, and whether the image has an SSM agent. ${profile}; ${route}${userData}; agent: has not registered. ${refusedAgentAdvice}`;
}

function commandState({ command }: Observation): string {
  if (command === undefined) return 'Systems Manager has not been asked';
  return command === 'absent'
    ? 'Systems Manager does not know it'
    : `Systems Manager reports ${command.status_details || command.status}`;
}

function stateOf({ instance }: Observation): string {
  return isInstance(instance) ? instance.state : 'not known to EC2';
}

function refreshState({ refresh }: Observation): string {
  if (refresh === undefined || refresh === 'absent') return 'not known to Auto Scaling';
  return refresh.percentage === undefined ? refresh.status : `${refresh.status} (${refresh.percentage} %)`;
}

function imageState({ image }: Observation): string {
  return image === undefined || image === 'absent' ? 'not known to EC2' : image.state;
}
