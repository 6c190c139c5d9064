import { StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Ec2InstanceState } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import { isAwsError, messageOf, unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { confirmInstanceGone, deniesInstance } from '../client/gone';
import { withRetries } from '../client/pause';

// An instance that was launched a moment ago may not be known to EC2 everywhere yet, and what is not ended goes on
// costing money.
const visibilityDelays = [2, 4];

/**
 * Asks an instance to stop and gives its state after the call: `stopping` or `stopped`. Throws InstanceLost when it is
 * gone or going.
 */
export async function stopInstance(region: string, instanceId: string): Promise<Ec2InstanceState> {
  try {
    const answer = await ec2(region).send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
    const state = answer.StoppingInstances?.find(({ InstanceId }) => InstanceId === instanceId)?.CurrentState?.Name;
    if (!state) throw unexpectedAnswer('StopInstances', `the state of ${instanceId}`);
    return state;
  } catch (error) {
    if (isAwsError(error, 'InvalidInstanceID.NotFound', 'IncorrectInstanceState')) {
      throw new SpawnError(
        'InstanceLost',
        `instance ${instanceId} in ${region} cannot be stopped: ${messageOf(error)}`,
        { instance_id: instanceId, region },
      );
    }
    throw error;
  }
}

/**
 * Terminates instances and gives the ids that are now going or gone; those that EC2 does not know, after six seconds
 * and to another question either, are left out. Throws AwsUnavailable when EC2 describes an instance that it does not
 * terminate.
 */
export async function terminateInstances(region: string, instanceIds: readonly string[]): Promise<string[]> {
  if (instanceIds.length === 0) return [];
  try {
    if (instanceIds.length === 1)
      return await withRetries(visibilityDelays, deniesInstance, () => terminate(region, instanceIds));
    return await terminate(region, instanceIds);
  } catch (error) {
    if (!deniesInstance(error)) throw error;
    const [only] = instanceIds;
    if (only !== undefined && instanceIds.length === 1) {
      await confirmInstanceGone(region, only, error);
      return [];
    }
    // EC2 refuses the whole call for one unknown id.
    const ended: string[] = [];
    for (const id of instanceIds) ended.push(...(await terminateInstances(region, [id])));
    return ended;
  }
}

async function terminate(region: string, instanceIds: readonly string[]): Promise<string[]> {
  const answer = await ec2(region).send(new TerminateInstancesCommand({ InstanceIds: [...instanceIds] }));
  const ended = (answer.TerminatingInstances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  const unanswered = instanceIds.filter((id) => !ended.includes(id));
  if (unanswered.length > 0) throw unexpectedAnswer('TerminateInstances', unanswered.join(', '));
  return ended;
}
