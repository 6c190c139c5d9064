import type { RunResource } from '../../core/model/run';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

/**
 * Notes what a run is about to make, before it makes it. True the first time; false when the intent was there, so that
 * an earlier try may have made it already.
 */
export function intendResource(resource: RunResource): Promise<boolean> {
  return writeItem(keyOf(resource), resource, isAbsent);
}

/**
 * Notes what a run is about to make, and gives what was noted first: a second try must ask for the very same, or its
 * client token is refused and its tags differ from those that the thing was born with.
 */
export async function intendOnce(resource: RunResource): Promise<{ resource: RunResource; first: boolean }> {
  if (await intendResource(resource)) return { resource, first: true };
  return { resource: (await readItem<RunResource>(keyOf(resource))) ?? resource, first: false };
}

/** Notes what a run has made, over the intent. */
export async function recordResource(resource: RunResource & { id: string }): Promise<void> {
  await writeItem(keyOf(resource), resource);
}

/** Notes that what a run made is gone. */
export async function markRemoved(resource: RunResource, now: Date): Promise<void> {
  await writeItem(keyOf(resource), { ...resource, removed_at: now.toISOString() });
}

/** Everything that a run made or was about to make, what is gone included. */
export function listResources(buildId: string): Promise<RunResource[]> {
  return findAll<RunResource>({ partition: `RUN#${buildId}`, startsWith: 'RESOURCE#' });
}

function keyOf({ build_id, type, region, account, intent }: RunResource): Key {
  return {
    pk: `RUN#${build_id}`,
    sk: `RESOURCE#${type}#${account === undefined ? '' : `${account}#`}${region}#${intent}`,
  };
}
