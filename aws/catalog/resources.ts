import type { RunResource } from '../../core/model/run';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

/**
 * Records that a run is about to create a resource. Returns false when this was recorded before, so that an earlier try
 * may have created the resource.
 */
export function intendResource(resource: RunResource): Promise<boolean> {
  return writeItem(keyOf(resource), resource, isAbsent);
}

/**
 * Records that a run is about to create a resource, and returns the record of the first try. A retry must send the same
 * request: EC2 refuses the client token otherwise, and the tags would differ.
 */
export async function intendOnce(resource: RunResource): Promise<{ resource: RunResource; first: boolean }> {
  if (await intendResource(resource)) return { resource, first: true };
  return { resource: (await readItem<RunResource>(keyOf(resource))) ?? resource, first: false };
}

/** Records a created resource, over the intent. */
export async function recordResource(resource: RunResource & { id: string }): Promise<void> {
  await writeItem(keyOf(resource), resource);
}

/** Records that a run's resource is gone. */
export async function markRemoved(resource: RunResource, now: Date): Promise<void> {
  await writeItem(keyOf(resource), { ...resource, removed_at: now.toISOString() });
}

/** Returns everything that a run created or was about to create, including removed resources. */
export function listResources(buildId: string): Promise<RunResource[]> {
  return findAll<RunResource>({ partition: `RUN#${buildId}`, startsWith: 'RESOURCE#' });
}

function keyOf({ build_id, type, region, account, intent }: RunResource): Key {
  return {
    pk: `RUN#${build_id}`,
    sk: `RESOURCE#${type}#${account === undefined ? '' : `${account}#`}${region}#${intent}`,
  };
}
