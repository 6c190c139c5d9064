import { recordImageEvent } from '../aws/catalog/image-events';
import { getImage, updateImage } from '../aws/catalog/images';
import { listResources, markRemoved } from '../aws/catalog/resources';
import { getRun } from '../aws/catalog/runs';
import { deregisterImage } from '../aws/deregister-image';
import { terminateInstances } from '../aws/end-instances';
import { environment } from '../aws/environment';
import { describeImages } from '../aws/images';
import { consoleOutput, describeInstances } from '../aws/instances';
import { actInMembers } from '../aws/members';
import { putObject } from '../aws/objects';
import { deleteSnapshot, findSnapshots } from '../aws/snapshots';
import { SpawnError } from '../core/errors';
import { eventOfRun } from '../core/image-event';
import { nameOfPlace, placeOf, type Place } from '../core/place';
import type { Run, RunResource } from '../core/run';
import { tagKeys, type Tags } from '../core/tags';
import { keptInstances } from './kept-instances';
import { objectKeys } from './object-keys';

// A run may have copied to member accounts.
actInMembers();

const alive = ['pending', 'running', 'stopping', 'stopped'] as const;

async function removeImage(place: Place, imageId: string, run: Run, now: Date): Promise<void> {
  await deregisterImage(place, imageId);
  await recordDeregistered(place, imageId, run, now);
}

async function recordDeregistered(place: Place, imageId: string, run: Run, now: Date): Promise<void> {
  if (!(await getImage(place, imageId))) return;
  const image = await updateImage(place, imageId, () => ({ state: 'deregistered' }));
  await recordImageEvent(eventOfRun(run, image, 'deregistered', now, run.failure?.name));
}

/** One that was made a moment ago may not be listed yet, but its id is known. What EC2 does not know by its id either is the reaper's. */
async function removeUnlisted(place: Place, run: Run, made: readonly RunResource[], listed: readonly string[], now: Date): Promise<void> {
  const isHere = (resource: RunResource) => resource.type === 'image' && !resource.removed_at && nameOfPlace(placeOf(resource)) === nameOfPlace(place);
  for (const id of made.filter(isHere).flatMap((resource) => resource.id ?? [])) {
    if (listed.includes(id) || (await getImage(place, id))?.lifecycle === 'published') continue;
    if ((await deregisterImage(place, id)).deregistered) await recordDeregistered(place, id, run, now);
  }
}

/** Removes the candidates of one run in one place: its instances, its images with their snapshots, and snapshots left without an image. */
export async function removeIn(place: Place, run: Run, resources: { made: readonly RunResource[]; kept: readonly string[] }, now: Date): Promise<void> {
  const ours: Tags = { [tagKeys.buildId]: run.build_id, [tagKeys.deployment]: environment().deployment, [tagKeys.state]: 'candidate' };
  // Nothing is launched in member accounts.
  if (typeof place === 'string') await endInstances(place, run, resources, ours);
  const images = await describeImages(place, { tags: ours, includeDisabled: true });
  for (const image of images) await removeImage(place, image.image_id, run, now);
  await removeUnlisted(place, run, resources.made, images.map(({ image_id }) => image_id), now);
  for (const snapshot of await findSnapshots(place, ours)) await deleteSnapshot(place, snapshot.snapshot_id);
}

async function endInstances(region: string, run: Run, { made, kept }: { made: readonly RunResource[]; kept: readonly string[] }, ours: Tags): Promise<void> {
  const instances = (await describeInstances(region, { tags: ours, states: alive })).filter(({ instance_id }) => !kept.includes(instance_id));
  for (const instance of instances) {
    const console = run.failure?.name === 'InstanceUnreachable' ? await consoleOutput(region, instance.instance_id) : undefined;
    if (console) await putObject(objectKeys.console(run.build_id, instance.instance_id), console);
  }
  // One that was launched a moment ago may not be listed yet, but its id is known.
  const recorded = made.filter((resource) => resource.region === region && resource.type === 'instance' && !resource.removed_at).flatMap(({ id }) => id ?? []);
  const unlisted = recorded.filter((id) => !kept.includes(id) && !instances.some(({ instance_id }) => instance_id === id));
  await terminateInstances(region, [...instances.map(({ instance_id }) => instance_id), ...unlisted]);
}

/**
 * Removes everything that a run made and did not publish, found by its tags, recorded or not, in every region and account where
 * it meant to make something. Throws BuildNotFound without a record, LeftBehind when a snapshot stayed: the reaper goes on from there.
 */
export async function removeLeftovers(buildId: string, now: Date): Promise<void> {
  const run = await getRun(buildId);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${buildId}; what it made is kept`);
  const kept = await keptInstances(run, now);
  const resources = (await listResources(buildId)).filter(({ type }) => type === 'instance' || type === 'image');
  const places = [...new Map(resources.map((resource) => [nameOfPlace(placeOf(resource)), placeOf(resource)])).values()];
  const isAtHome = (place: Place) => typeof place === 'string';
  // What is in the home account goes even where a member account cannot be reached.
  for (const place of [...places.filter(isAtHome), ...places.filter((each) => !isAtHome(each))]) await removeIn(place, run, { made: resources, kept }, now);
  for (const resource of resources) {
    const published = resource.type === 'image' && run.stages.some(({ name, status }) => name === 'publish' && status === 'succeeded');
    if (!published && !resource.removed_at && !kept.includes(resource.id ?? '')) await markRemoved(resource, now);
  }
}
