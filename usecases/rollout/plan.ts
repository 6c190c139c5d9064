import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { explainAwsError } from '../../aws/client/errors';
import { autoScalingGroups } from '../../aws/reference/auto-scaling';
import { readTemplate } from '../../aws/rollout/templates';
import { parameterValues } from '../../core/channel/parameter';
import type { Channel } from '../../core/channel/record';
import type { FollowingTemplate } from '../../core/stack/policy';
import type { Release } from '../../core/release/group';
import { followersOf } from '../../core/rollout/following';
import { planTemplate, type Seen, type TemplatePlan } from '../../core/rollout/plan';

async function lookAt(follower: FollowingTemplate, ami_id: string | undefined): Promise<Seen> {
  const { region, template, groups } = follower;
  try {
    const [found, all] = await Promise.all([
      readTemplate(region, template),
      groups ? autoScalingGroups(region, groups) : [],
    ]);
    return { ...(found && { template: found }), groups: all, ...(ami_id !== undefined && { ami_id }) };
  } catch (error) {
    const { name, message } = explainAwsError(error);
    return { groups: [], unread: `${name}: ${message}` };
  }
}

/**
 * Returns what pointing a channel to a release does to the launch templates that follow it by the policy of its stack,
 * in the order of the changes. A template that cannot be read is an obstacle.
 */
export async function planRollout(
  name: Pick<Channel, 'stack' | 'variant' | 'channel'>,
  release: Release | undefined,
): Promise<TemplatePlan[]> {
  const { launch_templates: templates } = await getStackPolicy(name.stack);
  const { homeRegion, deployment } = environment();
  const images = parameterValues(release);
  return Promise.all(
    followersOf(templates, name, homeRegion).map(async (follower) =>
      planTemplate(follower, await lookAt(follower, images.get(follower.region)), deployment),
    ),
  );
}
