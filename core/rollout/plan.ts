import type { GroupRollout, TemplateRollout } from '../model/rollout';
import type { FollowingTemplate } from '../stack/policy';
import { tagKeys, type Tags } from '../tags';

/** A launch template as EC2 has it: its default and newest version, and the image of the default one. */
export interface FoundTemplate {
  template_id: string;
  name: string;
  default_version: number;
  latest_version: number;
  image_id?: string;
  tags: Tags;
}

/** An Auto Scaling group as it launches: the templates that it names, and images that its overrides name. */
export interface FoundGroup {
  name: string;
  templates: readonly { id?: string; name?: string; version: string }[];
  image_ids: readonly string[];
  tags?: Tags;
}

/** What was read for a template of the policy; `unread` says why it could not be read. */
export interface Seen {
  template?: FoundTemplate;
  groups: readonly FoundGroup[];
  /** The image that the channel's release has in the region. */
  ami_id?: string;
  unread?: string;
}

/** What a change of a channel means for one template: its change, nothing, or what prevents it. */
export interface TemplatePlan {
  follower: FollowingTemplate;
  change?: TemplateRollout;
  obstacles: string[];
}

/**
 * Returns what a change of a channel does to a template that follows it: a version of the default one with the image of
 * the release becomes the default, and its groups are refreshed. Nothing changes when it launches that image already.
 * Obstacles: no image in the region, a template or group that is missing or without the tag of its consent, a template
 * without an image or with a parameter, a group that launches a fixed version or another image.
 */
export function planTemplate(follower: FollowingTemplate, seen: Seen, deployment: string): TemplatePlan {
  const { region, template: wanted, minimum_healthy_percentage } = follower;
  const refused = (...obstacles: string[]): TemplatePlan => ({ follower, obstacles });
  const { template, ami_id, unread } = seen;
  if (unread !== undefined) return refused(`${wanted} of ${region} could not be read: ${unread}`);
  if (ami_id === undefined)
    return refused(`the release has no available image in ${region} for ${wanted}: copy it with spawn replicate-ami`);
  if (!template) return refused(`there is no launch template ${wanted} in ${region}`);
  const obstacles = [...templateObstacles(template, follower, deployment)];
  const groups: GroupRollout[] = [];
  for (const name of follower.groups ?? []) {
    const group = seen.groups.find((each) => each.name === name);
    const judged = judgeGroup(name, group, template, region, deployment);
    if (typeof judged === 'string') obstacles.push(judged);
    else
      groups.push({
        name,
        follows: judged.follows,
        ...(minimum_healthy_percentage !== undefined && { minimum_healthy_percentage }),
      });
  }
  if (obstacles.length > 0) return refused(...obstacles);
  if (template.image_id === ami_id) return { follower, obstacles: [] };
  const { template_id, name, default_version, image_id = '' } = template;
  const change: TemplateRollout = {
    region,
    template_id,
    name,
    ami_id,
    status: 'planned',
    from_version: default_version,
    from_image: image_id,
    groups,
  };
  return { follower, change, obstacles: [] };
}

function* templateObstacles(
  { template_id, name, image_id, tags }: FoundTemplate,
  { region }: FollowingTemplate,
  deployment: string,
): Generator<string> {
  if (tags[tagKeys.rollout] !== deployment)
    yield `the launch template ${name} of ${region} does not have the tag ${tagKeys.rollout}=${deployment}: its owner adds it with aws ec2 create-tags --region ${region} --resources ${template_id} --tags Key=${tagKeys.rollout},Value=${deployment}`;
  if (image_id === undefined)
    yield `the default version of the launch template ${name} of ${region} has no image that could be replaced`;
  if (image_id?.startsWith('resolve:'))
    yield `the launch template ${name} of ${region} launches ${image_id}, which needs no new version: remove it from the policy`;
}

/** Returns how a group follows a template, or what prevents that. */
function judgeGroup(
  name: string,
  group: FoundGroup | undefined,
  template: FoundTemplate,
  region: string,
  deployment: string,
): { follows: GroupRollout['follows'] } | string {
  const what = `the Auto Scaling group ${name} of ${region}`;
  if (!group) return `there is no Auto Scaling group ${name} in ${region}`;
  if (group.tags?.[tagKeys.rollout] !== deployment)
    return `${what} does not have the tag ${tagKeys.rollout}=${deployment}: its owner adds it with aws autoscaling create-or-update-tags --region ${region} --tags ResourceId=${name},ResourceType=auto-scaling-group,Key=${tagKeys.rollout},Value=${deployment},PropagateAtLaunch=false`;
  const uses = group.templates.filter((use) =>
    use.id === undefined ? use.name === template.name : use.id === template.template_id,
  );
  const versions = [...new Set(uses.map(({ version }) => version))];
  const [version, ...others] = versions;
  if (version === undefined) return `${what} does not launch from ${template.name}`;
  if (group.image_ids.length > 0) return `${what} launches ${group.image_ids.join(', ')}, which its overrides name`;
  if (others.length > 0) return `${what} launches several versions of ${template.name}: ${versions.join(', ')}`;
  if (version !== '$Default' && version !== '$Latest')
    return `${what} launches version ${version} of ${template.name}, which never changes: set it to $Default`;
  if (version === '$Latest' && template.latest_version !== template.default_version)
    return `${what} launches $Latest of ${template.name}, version ${template.latest_version}, and the default is version ${template.default_version}: make them the same, or set the group to $Default`;
  return { follows: version };
}
