import { StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Ec2InstanceState } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import { isAwsError, messageOf, unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { confirmInstanceGone, deniesInstance } from '../client/gone';
import { withRetries } from '../client/pause';

// EC2 may not know a new instance everywhere yet, and an instance that is not terminated continues to cost money.
const visibilityDelays = [2, 4];

/**
 * Stops an instance and returns its state after the call: `stopping` or `stopped`. Throws InstanceLost when it is
 * terminated or shutting down.
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
 * Starts a stopped instance. Throws InsufficientCapacity when EC2 has none for its type in its zone, and QuotaExceeded.
 */
export async function startInstance(region: string, instanceId: string): Promise<void> {
  try {
    await ec2(region).send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  } catch (error) {
    const code = error instanceof Error ? error.name : '';
    const where = `${instanceId} in ${region}`;
    if (['InsufficientInstanceCapacity', 'InsufficientHostCapacity', 'InsufficientCapacity'].includes(code))
      throw new SpawnError('InsufficientCapacity', `EC2 cannot start ${where}: ${messageOf(error)} It is retried.`);
    if (['VcpuLimitExceeded', 'InstanceLimitExceeded'].includes(code))
      throw new SpawnError('QuotaExceeded', `EC2 does not start ${where}: ${messageOf(error)} Start it by hand.`);
    throw error;
  }
}

/**
 * Terminates instances and returns the ids that are terminated or shutting down, without those that a second query
 * after six seconds confirms as unknown. Throws AwsUnavailable when EC2 describes an instance that it does not
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
    // One unknown id makes EC2 refuse the whole call.
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
