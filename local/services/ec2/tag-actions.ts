import { has } from '../../kernel/facts';
import { AwsError, type ConditionContext } from '../../kernel/types';
import {
  arnOf,
  authorizeAll,
  instanceContext,
  ownedContext,
  requestTags,
  resourceTags,
  typeOfId,
} from './state/authorize';
import { missingParameter, notFound, type IdPrefix } from './state/faults';
import { filtered } from './state/filters';
import { pageOf } from './state/pages';
import { emit, isVisible, type Handler, type Request } from './state/simulation';
import { checkedTags, requireTagRoom } from './state/tags';

/** Adds or replaces tags on up to 1,000 resources; none is tagged if one of them cannot be. */
export const createTags: Handler = (request) => {
  const { region, input } = request;
  const ids = resourceIds(request);
  const given = checkedTags(input.Tags);
  if (given.size === 0) throw missingParameter('Tags');
  authorizeEach(request, ids, given);
  for (const id of ids) requireTagRoom(request.simulation, new Map([...(region.tags.get(id) ?? []), ...given]));
  return () => {
    for (const id of ids) {
      const before = region.tags.get(id) ?? new Map<string, string>();
      region.tags.set(id, new Map([...before, ...given]));
      announceTags(request, id, before);
    }
    return {};
  };
};

/** Removes tags: those with the key, or with key and value if a value is given; all of them without Tags. */
export const deleteTags: Handler = (request) => {
  const { region, input } = request;
  const ids = resourceIds(request);
  if (!input.Tags && !has(request.simulation.world, 'delete-tags-without-tags-deletes-all'))
    throw missingParameter('Tags');
  authorizeEach(request, ids, checkedTags(input.Tags));
  return () => {
    for (const id of ids) {
      const tags = region.tags.get(id) ?? new Map<string, string>();
      const before = new Map(tags);
      const named: { Key: string; Value?: string }[] = input.Tags ?? [...tags.keys()].map((Key) => ({ Key }));
      for (const { Key, Value } of named) if (Value === undefined || tags.get(Key) === Value) tags.delete(Key);
      announceTags(request, id, before);
    }
    return {};
  };
};

/** Emits the event about changed tags of an image. Those of other resources, of which nothing is made, have none. */
function announceTags({ simulation, region }: Request, id: string, before: ReadonlyMap<string, string>): void {
  const type = typeOfId(id);
  const after = region.tags.get(id) ?? new Map<string, string>();
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  if (type !== 'image' || keys.length === 0) return;
  emit(simulation, {
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    region: region.name,
    resources: [arnOf({ simulation, region }, type, id)],
    detail: {
      'changed-tag-keys': keys,
      service: 'ec2',
      'resource-type': type,
      version: 1,
      tags: Object.fromEntries(after),
    },
  });
}

/** Tags of everything in the region, one row for each. */
export const describeTags: Handler = (request) => {
  const { region, input } = request;
  authorizeAll(request);
  const rows = [...region.tags]
    .filter(([id]) => resourceExists(request, id))
    .flatMap(([id, tags]) => [...tags].map(([key, value]) => ({ id, key, value, type: typeOfId(id) })));
  const chosen = filtered(region, rows, input.Filters, {
    key: ({ key }) => key,
    value: ({ value }) => value,
    'resource-id': ({ id }) => id,
    'resource-type': ({ type }) => type,
  });
  const { items, NextToken } = pageOf(chosen, input);
  return () => ({
    Tags: items.map(({ id, key, value, type }) => ({ Key: key, Value: value, ResourceId: id, ResourceType: type })),
    NextToken,
  });
};

function resourceIds(request: Request): string[] {
  const ids: string[] = request.input.Resources ?? [];
  if (ids.length === 0) throw missingParameter('resourceIdSet');
  if (ids.length > 1000)
    throw new AwsError('InvalidParameterValue', `The number of resources exceeds 1000: ${ids.length}`);
  for (const id of ids) {
    if (!typeOfId(id)) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    if (!resourceExists(request, id)) throw notFound(id.slice(0, id.indexOf('-') + 1) as IdPrefix, [id]);
  }
  return ids;
}

function resourceExists(request: Request, id: string): boolean {
  const { simulation, region } = request;
  const { images, instances, snapshots, volumes, templates, network } = region;
  const resource = images.get(id) ?? instances.get(id) ?? snapshots.get(id) ?? volumes.get(id) ?? templates.get(id);
  if (resource) return isVisible(simulation, resource);
  const { subnets, vpcs, routeTables, securityGroups } = network;
  if ([subnets, vpcs, routeTables, securityGroups].some((kind) => kind.has(id))) return true;
  return [...instances.values()].some(
    (instance) => instance.networkInterfaceId === id && instance.state !== 'terminated',
  );
}

function authorizeEach(request: Request, ids: readonly string[], given: ReadonlyMap<string, string>): void {
  const { call } = request;
  for (const id of ids) {
    const type = typeOfId(id);
    if (type)
      call.authorize(`ec2:${call.action}`, arnOf(request, type, id), {
        ...contextOf(request, id),
        ...requestTags(given),
      });
  }
}

function contextOf(request: Request, id: string): ConditionContext {
  const { images, instances, snapshots } = request.region;
  const instance = instances.get(id);
  if (instance) return instanceContext(request, instance);
  const owned = images.get(id) ?? snapshots.get(id);
  return owned ? ownedContext(request, owned) : resourceTags(request.region, id);
}
