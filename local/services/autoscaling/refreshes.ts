import { uuid } from '../../kernel/random';
import { AwsError, type Call, type World } from '../../kernel/types';
import { endInstances, fillGroup, launchInstance } from './fleet';
import { groupContext, requiredGroup } from './groups';
import type { AutoScalingRegion, Group, Refresh } from './model';
import { describedPage } from './pages';

const startDelay = 10_000;
const retryAfter = 60_000;
// A refresh fails when it makes no progress for an hour (user guide, "How an instance refresh works").
const patience = 3_600_000;
const usualMinimum = 90;
const active = ['Pending', 'InProgress', 'Cancelling'];

/**
 * Starts to replace all instances of a group, by what the group launches when each one is replaced. Refused while
 * another refresh goes on. Every preference but the minimum healthy percentage is not simulated.
 */
export function startRefresh(world: World, region: AutoScalingRegion, call: Call): Record<string, any> {
  const group = requiredGroup(region, call.input.AutoScalingGroupName);
  call.authorize('autoscaling:StartInstanceRefresh', group.arn, groupContext(group));
  const { MinHealthyPercentage = usualMinimum, ...others } = call.input.Preferences ?? {};
  const [other] = Object.keys(others);
  if (other)
    throw new AwsError(
      'UnsupportedParameter',
      `autoscaling StartInstanceRefresh.Preferences.${other} is not simulated.`,
    );
  if (group.refreshes.some(({ status }) => active.includes(status)))
    throw new AwsError(
      'InstanceRefreshInProgress',
      'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    );
  const refresh: Refresh = {
    id: uuid(world.random),
    status: 'Pending',
    minimum: MinHealthyPercentage,
    percentage: 0,
    left: group.instances.length,
    startedAt: world.clock.now(),
  };
  group.refreshes.unshift(refresh);
  void replaceAll(world, region, group, refresh);
  return { InstanceRefreshId: refresh.id };
}

/** Stops a refresh: what is being replaced is finished or given up, nothing more is begun. */
export function cancelRefresh(region: AutoScalingRegion, call: Call): Record<string, any> {
  const group = requiredGroup(region, call.input.AutoScalingGroupName);
  call.authorize('autoscaling:CancelInstanceRefresh', group.arn, groupContext(group));
  const refresh = activeOf(group);
  refresh.status = 'Cancelling';
  return { InstanceRefreshId: refresh.id };
}

/** Refuses: refreshes here never have a desired configuration, without which there is no rollback. */
export function rollBackRefresh(region: AutoScalingRegion, call: Call): Record<string, any> {
  const group = requiredGroup(region, call.input.AutoScalingGroupName);
  call.authorize('autoscaling:RollbackInstanceRefresh', group.arn, groupContext(group));
  activeOf(group);
  throw new AwsError(
    'IrreversibleInstanceRefresh',
    'The instance refresh cannot be rolled back: it has no desired configuration.',
  );
}

/** Returns the refreshes of a group, newest first: by id, or all. */
export function describeRefreshes(region: AutoScalingRegion, call: Call): Record<string, any> {
  call.authorize('autoscaling:DescribeInstanceRefreshes', '*');
  const group = requiredGroup(region, call.input.AutoScalingGroupName);
  const ids: string[] | undefined = call.input.InstanceRefreshIds;
  const chosen = group.refreshes.filter(({ id }) => !ids?.length || ids.includes(id));
  const { items, NextToken } = describedPage(chosen, call.input);
  const described = items.map(({ id, status, reason, percentage, left, minimum, startedAt, endedAt }) => ({
    InstanceRefreshId: id,
    AutoScalingGroupName: group.name,
    Status: status,
    StatusReason: reason,
    StartTime: new Date(startedAt),
    EndTime: endedAt === undefined ? undefined : new Date(endedAt),
    PercentageComplete: percentage,
    InstancesToUpdate: left,
    Preferences: { MinHealthyPercentage: minimum },
  }));
  return { InstanceRefreshes: described, NextToken };
}

function activeOf({ name, refreshes }: Group): Refresh {
  const refresh = refreshes.find(({ status }) => active.includes(status));
  if (refresh) return refresh;
  throw new AwsError(
    'ActiveInstanceRefreshNotFound',
    `No in progress or pending Instance Refresh found for Auto Scaling group ${name}`,
  );
}

/** Terminates instances, as many at a time as the healthy percentage leaves, and launches others in their place. */
async function replaceAll(world: World, region: AutoScalingRegion, group: Group, refresh: Refresh): Promise<void> {
  const isCancelled = (): boolean => refresh.status === 'Cancelling';
  const end = (status: Refresh['status'], reason?: string): void => {
    refresh.status = status;
    refresh.reason = reason;
    refresh.endedAt = world.clock.now();
    group.filling = false;
    tell(world, region, group, refresh);
    void fillGroup(world, region, group);
  };
  await world.clock.sleep(startDelay);
  group.filling = true;
  if (!isCancelled()) refresh.status = 'InProgress';
  tell(world, region, group, refresh);
  const old = [...group.instances];
  const all = old.length;
  const atOnce = Math.max(1, Math.floor((group.desired * (100 - refresh.minimum)) / 100));
  while (old.length > 0) {
    if (isCancelled()) return end('Cancelled', 'Cancelled due to user request.');
    const some = old.splice(0, atOnce);
    await endInstances(world, region, group, some);
    for (let replaced = 0; replaced < some.length; replaced += 1) {
      const since = world.clock.now();
      for (;;) {
        try {
          await launchInstance(world, region, group);
          break;
        } catch (error) {
          if (isCancelled()) return end('Cancelled', 'Cancelled due to user request.');
          if (world.clock.now() - since >= patience)
            return end('Failed', `No instance could be launched for an hour: ${(error as Error).message}`);
          await world.clock.sleep(retryAfter);
        }
      }
    }
    refresh.left = old.length;
    refresh.percentage = Math.floor(((all - old.length) / all) * 100);
  }
  refresh.percentage = 100;
  return end('Successful');
}

const titles: Partial<Record<Refresh['status'], string>> = {
  InProgress: 'Started',
  Successful: 'Succeeded',
  Failed: 'Failed',
  Cancelled: 'Cancelled',
};

function tell(world: World, region: AutoScalingRegion, { name, arn }: Group, { id, status }: Refresh): void {
  const title = titles[status];
  if (title)
    world.emit({
      source: 'aws.autoscaling',
      'detail-type': `EC2 Auto Scaling Instance Refresh ${title}`,
      region: region.name,
      resources: [arn],
      detail: { InstanceRefreshId: id, AutoScalingGroupName: name },
    });
}
