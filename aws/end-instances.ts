import { StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Ec2InstanceState } from '../core/ec2-facts';
import { SpawnError } from '../core/errors';
import { isAwsError, messageOf, unexpectedAnswer } from './aws-errors';
import { ec2 } from './clients';

/** Asks an instance to stop and gives its state after the call: `stopping` or `stopped`. Throws InstanceLost when it is gone or going. */
export async function stopInstance(region: string, instanceId: string): Promise<Ec2InstanceState> {
  try {
    const answer = await ec2(region).send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
    const state = answer.StoppingInstances?.find(({ InstanceId }) => InstanceId === instanceId)?.CurrentState?.Name;
    if (!state) throw unexpectedAnswer('StopInstances', `the state of ${instanceId}`);
    return state;
  } catch (error) {
    if (isAwsError(error, 'InvalidInstanceID.NotFound', 'IncorrectInstanceState')) {
      throw new SpawnError('InstanceLost', `instance ${instanceId} in ${region} cannot be stopped: ${messageOf(error)}`, { instance_id: instanceId, region });
    }
    throw error;
  }
}

/** Terminates instances and gives the ids that are now going or gone; those that EC2 no longer knows are left out. */
export async function terminateInstances(region: string, instanceIds: readonly string[]): Promise<string[]> {
  if (instanceIds.length === 0) return [];
  try {
    const answer = await ec2(region).send(new TerminateInstancesCommand({ InstanceIds: [...instanceIds] }));
    const ended = (answer.TerminatingInstances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
    const unanswered = instanceIds.filter((id) => !ended.includes(id));
    if (unanswered.length > 0) throw unexpectedAnswer('TerminateInstances', unanswered.join(', '));
    return ended;
  } catch (error) {
    if (!isAwsError(error, 'InvalidInstanceID.NotFound')) throw error;
    if (instanceIds.length === 1) return [];
    // EC2 refuses the whole call for one unknown id.
    const ended: string[] = [];
    for (const id of instanceIds) ended.push(...(await terminateInstances(region, [id])));
    return ended;
  }
}
