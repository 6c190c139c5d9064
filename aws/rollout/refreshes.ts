import {
  CancelInstanceRefreshCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  StartInstanceRefreshCommand,
  type InstanceRefresh as Answered,
} from '@aws-sdk/client-auto-scaling';
import { SpawnError } from '../../core/errors';
import { activeRefreshes } from '../../core/wait/refresh';
import type { InstanceRefresh } from '../../core/wait/observation';
import { autoScaling } from '../client/clients';
import { isAwsError, unexpectedAnswer } from '../client/errors';

/** Returns an instance refresh of a group; undefined when Auto Scaling does not know it. */
export async function readRefresh(region: string, group: string, id: string): Promise<InstanceRefresh | undefined> {
  try {
    const { InstanceRefreshes: [found] = [] } = await autoScaling(region).send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, InstanceRefreshIds: [id] }),
    );
    return found && factsOf(found);
  } catch (error) {
    // The group is gone, and its refreshes with it.
    if (isAwsError(error, 'ValidationError')) return undefined;
    throw error;
  }
}

/** Returns the refresh of a group that goes on. A group has one at most, which is among its newest. */
export async function activeRefresh(region: string, group: string): Promise<InstanceRefresh | undefined> {
  const { InstanceRefreshes: found = [] } = await autoScaling(region).send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 10 }),
  );
  return found.map(factsOf).find(({ status }) => activeRefreshes.includes(status));
}

/**
 * Starts an instance refresh and returns its id. Without a desired configuration, which Auto Scaling would check with
 * the caller's own right to RunInstances: the group launches from its template as before. Throws GroupBusy, which is
 * retried, while another refresh goes on.
 */
export async function startRefresh(region: string, group: string, minimumHealthy: number | undefined): Promise<string> {
  try {
    const { InstanceRefreshId: id } = await autoScaling(region).send(
      new StartInstanceRefreshCommand({
        AutoScalingGroupName: group,
        Strategy: 'Rolling',
        ...(minimumHealthy !== undefined && { Preferences: { MinHealthyPercentage: minimumHealthy } }),
      }),
    );
    if (!id) throw unexpectedAnswer('StartInstanceRefresh', 'InstanceRefreshId');
    return id;
  } catch (error) {
    if (!isAwsError(error, 'InstanceRefreshInProgress', 'InstanceRefreshInProgressFault')) throw error;
    throw new SpawnError(
      'GroupBusy',
      `another instance refresh of ${group} in ${region} goes on: the step is retried until it has ended.`,
      { group, region },
    );
  }
}

/** Cancels the refresh of a group that goes on. Does nothing when there is none. */
export async function cancelRefresh(region: string, group: string): Promise<void> {
  try {
    await autoScaling(region).send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: group }));
  } catch (error) {
    if (!isAwsError(error, 'ActiveInstanceRefreshNotFound', 'ActiveInstanceRefreshNotFoundFault')) throw error;
  }
}

/** Returns the ids of a group's instances that were launched from a version of a template. */
export async function instancesOfVersion(
  region: string,
  group: string,
  { template_id, version }: { template_id: string; version: number },
): Promise<string[]> {
  const { AutoScalingGroups: [found] = [] } = await autoScaling(region).send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }),
  );
  return (found?.Instances ?? []).flatMap(({ InstanceId, LaunchTemplate: used }) =>
    InstanceId && used?.LaunchTemplateId === template_id && used.Version === String(version) ? [InstanceId] : [],
  );
}

function factsOf({
  InstanceRefreshId = '',
  Status: status,
  StatusReason,
  PercentageComplete,
  StartTime,
}: Answered): InstanceRefresh {
  return {
    refresh_id: InstanceRefreshId,
    status: status ?? '',
    ...(StatusReason && { reason: StatusReason }),
    ...(PercentageComplete !== undefined && { percentage: PercentageComplete }),
    ...(StartTime && { started_at: StartTime.toISOString() }),
  };
}
