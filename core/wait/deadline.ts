import { formatDuration } from '../lib/duration';
import { isInstance, waitedFor, type Observation, type WaitFailure } from './observation';
import type { Wait } from './record';

/** The error of a wait whose time is up, with what was seen last and what to look at. */
export function deadlineFailure(wait: Wait, seen: Observation): WaitFailure {
  const after = `after ${formatDuration((Date.parse(wait.deadline) - Date.parse(wait.started_at)) / 1000)}`;
  const fail = (error: WaitFailure['error'], cause: string): WaitFailure => ({ state: 'failed', error, cause });
  switch (wait.condition) {
    case 'instance-reachable':
      return fail(
        'InstanceUnreachable',
        `the instance ${wait.instance_id} cannot be reached by Systems Manager ${after}. ${diagnosis(seen)}`,
      );
    case 'command-finished':
      return fail(
        'ScriptTimedOut',
        `${waitedFor(wait)} had not ended ${after} on ${wait.instance_id}: ${commandState(seen)}. Raise its timeout, or look at its output.`,
      );
    case 'object-written':
      return fail(
        'ResidueUnknown',
        `${waitedFor(wait)} was not written ${after} by ${wait.instance_id} (${stateOf(seen)}): what the builder still holds is not known.`,
      );
    case 'instance-stopped':
      return fail(
        'BuilderNotStopped',
        `the instance ${wait.instance_id} is ${stateOf(seen)} and not stopped ${after}: raise limits.stop if its services need longer.`,
      );
    case 'image-available':
      return fail(
        'ImageTimedOut',
        `the image ${wait.ami_id} in ${wait.region} is ${imageState(seen)} and not available ${after}: raise limits.image or limits.copy if it needs longer.`,
      );
  }
}

/** Systems Manager needs three things, of which EC2 shows the first two from outside. */
function diagnosis({ instance, object_exists: isUp }: Observation): string {
  if (instance === undefined)
    return 'Check its profile, its route out, and whether the image has an SSM agent: it has not registered.';
  if (!isInstance(instance)) return 'EC2 does not know the instance (any more).';
  const profile = instance.profile_arn
    ? `profile: ${instance.profile_arn.split('/').at(-1)}`
    : 'profile: none, so its agent has no permission to register';
  const route = instance.public_ip
    ? `route: public address ${instance.public_ip}${instance.subnet_id ? ` in ${instance.subnet_id}` : ''}`
    : `route: no public address${instance.subnet_id ? ` in ${instance.subnet_id}` : ''}, so it needs a NAT gateway or endpoints for ssm and s3`;
  const userData = isUp === undefined ? '' : `; user data: has ${isUp ? '' : 'not '}run`;
  return `It is ${instance.state}. Check its profile, its route out, and whether the image has an SSM agent. ${profile}; ${route}${userData}; agent: has not registered.`;
}

function commandState({ command }: Observation): string {
  if (command === undefined) return 'Systems Manager was not asked';
  return command === 'absent'
    ? 'Systems Manager does not know it'
    : `Systems Manager says ${command.status_details || command.status}`;
}

function stateOf({ instance }: Observation): string {
  return isInstance(instance) ? instance.state : 'not known to EC2';
}

function imageState({ image }: Observation): string {
  return image === undefined || image === 'absent' ? 'not known to EC2' : image.state;
}
