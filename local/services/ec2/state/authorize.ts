import { has } from '../../../kernel/facts';
import type { ConditionContext } from '../../../kernel/types';
import type { Image, Instance, Snapshot } from './model';
import type { Region, Request } from './simulation';

/** Resource types as ARNs and tag specifications name them. */
export type ResourceType =
  | 'image'
  | 'image-usage-report'
  | 'instance'
  | 'key-pair'
  | 'launch-template'
  | 'network-interface'
  | 'route-table'
  | 'security-group'
  | 'snapshot'
  | 'spot-instances-request'
  | 'subnet'
  | 'volume'
  | 'vpc';

/** Images and snapshots have no account in their ARN; `*` stands for a thing that does not exist yet. */
export function arnOf(
  { region, simulation }: Pick<Request, 'region' | 'simulation'>,
  type: ResourceType,
  id = '*',
): string {
  const account = type === 'image' || type === 'snapshot' ? '' : simulation.world.accountId;
  return `arn:aws:ec2:${region.name}:${account}:${type}/${id}`;
}

const prefixes: Readonly<Record<string, ResourceType>> = {
  ami: 'image',
  i: 'instance',
  key: 'key-pair',
  lt: 'launch-template',
  eni: 'network-interface',
  rtb: 'route-table',
  sg: 'security-group',
  sir: 'spot-instances-request',
  snap: 'snapshot',
  subnet: 'subnet',
  vol: 'volume',
  vpc: 'vpc',
};

/** Returns the resource type that the prefix of an id means, if the simulation has it. */
export function typeOfId(id: string): ResourceType | undefined {
  return prefixes[id.slice(0, id.indexOf('-'))];
}

/** Condition keys of an existing resource: its tags under both prefixes. */
export function resourceTags(region: Region, id: string): ConditionContext {
  const context: ConditionContext = { 'ec2:Region': region.name };
  for (const [key, value] of region.tags.get(id) ?? []) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`ec2:ResourceTag/${key}`] = value;
  }
  return context;
}

/** Condition keys of tags that a request brings. */
export function requestTags(tags: ReadonlyMap<string, string>): ConditionContext {
  const context: ConditionContext = {};
  if (tags.size > 0) context['aws:TagKeys'] = [...tags.keys()];
  for (const [key, value] of tags) context[`aws:RequestTag/${key}`] = value;
  return context;
}

/** Returns the condition keys of an instance as it is: its tags and what it has from its launch on. */
export function instanceContext({ region }: Request, instance: Instance): ConditionContext {
  return { ...resourceTags(region, instance.id), ...instanceFacts(instance) };
}

/** Condition keys that an instance has from its launch on. */
export function instanceFacts(instance: Pick<Instance, 'type' | 'metadata' | 'profileArn'>): ConditionContext {
  return {
    'ec2:InstanceType': instance.type,
    'ec2:InstanceProfile': instance.profileArn,
    'ec2:MetadataHttpTokens': instance.metadata.httpTokens,
    'ec2:MetadataHttpEndpoint': instance.metadata.endpoint,
    'ec2:MetadataHttpPutResponseHopLimit': String(instance.metadata.hopLimit),
    'ec2:InstanceMetadataTags': instance.metadata.tags,
  };
}

/** Returns the condition keys of an image or snapshot: its tags, and its owner by alias (`amazon`) or account id. */
export function ownedContext({ region, simulation }: Request, resource: Image | Snapshot): ConditionContext {
  const alias = 'ownerAlias' in resource ? resource.ownerAlias : undefined;
  const tags = has(simulation.world, 'destructive-calls-by-tag') ? resourceTags(region, resource.id) : {};
  return { ...tags, 'ec2:Owner': alias ?? resource.ownerId };
}

/** Authorizes one action on every instance given, each with its own tags. */
export function authorizeInstances(request: Request, instances: readonly Instance[]): void {
  for (const instance of instances) {
    request.call.authorize(
      `ec2:${request.call.action}`,
      arnOf(request, 'instance', instance.id),
      instanceContext(request, instance),
    );
  }
}

/** Authorizes an action that IAM knows only on everything (`*`), as all lists are. */
export function authorizeAll({ call, region }: Request): void {
  call.authorize(`ec2:${call.action}`, '*', { 'ec2:Region': region.name });
}
