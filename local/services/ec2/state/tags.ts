import { AwsError } from '../../../kernel/types';
import { has } from '../../../kernel/facts';
import { arnOf, requestTags, type ResourceType } from './authorize';
import type { Region, Request, Simulation } from './simulation';

type TagInput = { Key?: string; Value?: string };

/**
 * Checks tags by EC2's rules (key 1–127 and value up to 256 characters, no `aws:`, no key twice) and gives them as a
 * map.
 */
export function checkedTags(tags: readonly TagInput[] | undefined): Map<string, string> {
  const checked = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tags ?? []) {
    if (key === '') throw new AwsError('InvalidParameterValue', 'Tag key must not be empty.');
    if (/^aws:/i.test(key))
      throw new AwsError(
        'InvalidParameterValue',
        `Tag keys starting with 'aws:' are reserved for internal use: ${key}`,
      );
    if (key.length > 127)
      throw new AwsError('InvalidParameterValue', `Tag key exceeds the maximum length of 127 characters: ${key}`);
    if (value.length > 256)
      throw new AwsError('InvalidParameterValue', `Tag value exceeds the maximum length of 256 characters: ${value}`);
    if (checked.has(key)) throw new AwsError('InvalidParameterValue', `Duplicate tag key '${key}' specified.`);
    checked.set(key, value);
  }
  return checked;
}

/** Throws `TagLimitExceeded` over 50 tags; those with `aws:` do not count. */
export function requireTagRoom(simulation: Simulation, tags: ReadonlyMap<string, string>): void {
  const own = [...tags.keys()].filter((key) => !key.startsWith('aws:'));
  if (own.length > 50 && has(simulation.world, 'fifty-tags'))
    throw new AwsError('TagLimitExceeded', 'More than 50 tags specified. You can specify up to 50 tags per resource.');
}

/**
 * Returns the tags that a creating call gives to each type of resource; throws for a type that the call does not make.
 */
export function tagSpecifications(
  request: Request,
  creatable: readonly ResourceType[],
): Record<string, Map<string, string>> {
  const byType: Record<string, Map<string, string>> = Object.fromEntries(creatable.map((type) => [type, new Map()]));
  for (const { ResourceType: type, Tags: tags } of request.input.TagSpecifications ?? []) {
    if (!creatable.includes(type)) {
      throw new AwsError(
        'InvalidParameterValue',
        `'${type}' is not a valid taggable resource type for this operation.`,
      );
    }
    byType[type] = checkedTags(tags);
    requireTagRoom(request.simulation, byType[type]);
  }
  return byType;
}

/**
 * Authorizes tags in a creating call: it needs `ec2:CreateTags` on the new resource, with `ec2:CreateAction` in the
 * context.
 */
export function authorizeTagOnCreate(request: Request, type: ResourceType, tags: ReadonlyMap<string, string>): void {
  if (tags.size === 0) return;
  const { simulation, call, region } = request;
  const isNamed = type !== 'snapshot' || has(simulation.world, 'create-tags-action-of-snapshots');
  const context = {
    ...requestTags(tags),
    ...(isNamed && { 'ec2:CreateAction': call.action }),
    'ec2:Region': region.name,
  };
  request.call.authorize('ec2:CreateTags', arnOf(request, type), context);
}

/** Gives a new resource its tags, in place of any that it has; no tags leave it as it is. */
export function setTags(region: Region, id: string, tags: ReadonlyMap<string, string>): void {
  if (tags.size > 0) region.tags.set(id, new Map(tags));
}
