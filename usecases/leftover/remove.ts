import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, updateImage } from '../../aws/catalog/images';
import { listResources, markRemoved } from '../../aws/catalog/resources';
import { getRun } from '../../aws/catalog/runs';
import { deregisterImage } from '../../aws/image/deregister';
import { terminateInstances } from '../../aws/instance/end';
import { environment } from '../../aws/client/environment';
import { describeImage, describeImages } from '../../aws/image/describe';
import { consoleOutput, describeInstances } from '../../aws/instance/describe';
import { actInMembers } from '../../aws/client/members';
import { putObject } from '../../aws/storage/objects';
import { deleteSnapshot, findSnapshots } from '../../aws/image/snapshots';
import type { Debt, Owed } from '../../core/model/debt';
import { SpawnError } from '../../core/errors';
import { eventOfRun } from '../../core/image/event';
import { nameOfLocation, partsOfLocation, locationOf, type Location } from '../../core/model/location';
import { isPublished } from '../../core/image/publication';
import type { Run, RunResource } from '../../core/model/run';
import { tagKeys, type Tags } from '../../core/tags';
import { completeCopy } from '../image/complete-copy';
import { startAgain } from '../instance/start-again';
import { completePublication } from '../image/complete-publication';
import { keptResources } from './kept';
import { objectKeys } from '../runtime/object-keys';
import { leftBehind, owe } from './owe';

// A run may have made copies in member accounts.
actInMembers();

const alive = ['pending', 'running', 'stopping', 'stopped'] as const;

type Made = readonly RunResource[];

const owedBy = (run: Run, location: Location, kind: Owed['kind'], id: string): Owed => ({
  kind,
  id,
  ...partsOfLocation(location),
  build_id: run.build_id,
  reason: 'its build is over and it was never published',
});

/**
 * Removes an image that EC2 lists as a candidate. If the list is outdated and the image is published, EC2 refuses and
 * the image stays.
 */
async function removeImage(location: Location, imageId: string, run: Run, now: Date): Promise<void> {
  try {
    await deregisterImage(location, imageId);
  } catch (error) {
    if (await staysPublished(location, imageId, run, now)) return;
    throw error;
  }
  await recordDeregistered(location, imageId, run, now);
}

/**
 * Returns whether EC2's tags say that an image is published, and records it in that case: the step that published it
 * may have stopped before it did.
 */
async function staysPublished(location: Location, imageId: string, run: Run, now: Date): Promise<boolean> {
  if (!isPublished(await describeImage(location, imageId))) return false;
  if (run.ami_id === undefined || run.ami_id === imageId) await completePublication(location, imageId, run, now);
  else await completeCopy(location, imageId, { region: run.region, ami_id: run.ami_id }, run, now);
  return true;
}

async function recordDeregistered(location: Location, imageId: string, run: Run, now: Date): Promise<void> {
  if (!(await getImage(location, imageId))) return;
  const image = await updateImage(location, imageId, () => ({ state: 'deregistered' }));
  await recordImageEvent(eventOfRun(run, image, 'deregistered', now, run.failure?.name));
}

/**
 * Removes an image by its recorded id, because EC2 may not list a new image yet. The reaper removes one that EC2 does
 * not find by its id either.
 */
async function removeUnlisted(location: Location, id: string, run: Run, now: Date): Promise<void> {
  if ((await getImage(location, id))?.lifecycle === 'published' || (await staysPublished(location, id, run, now)))
    return;
  if ((await deregisterImage(location, id)).deregistered) await recordDeregistered(location, id, run, now);
}

/** Returns the ids of resources that a run recorded in a location and that are not known to be gone. */
function recordedIn(location: Location, made: Made, type: RunResource['type']): string[] {
  return made
    .filter(
      (resource) =>
        resource.type === type &&
        !resource.removed_at &&
        nameOfLocation(locationOf(resource)) === nameOfLocation(location),
    )
    .flatMap(({ id }) => id ?? []);
}

/**
 * Removes the candidates of one run in one location, independently of each other: its instances, its images with their
 * snapshots, and snapshots without an image. Records what could not be removed as debts and returns them.
 */
export async function removeIn(
  location: Location,
  run: Run,
  resources: { made: Made; kept: readonly string[] },
  now: Date,
): Promise<Debt[]> {
  const ours: Tags = {
    [tagKeys.buildId]: run.build_id,
    [tagKeys.deployment]: environment().deployment,
    [tagKeys.state]: 'candidate',
  };
  const debts: Debt[] = [];
  const doOwn = async (kind: Owed['kind'], id: string, act: () => Promise<unknown>): Promise<void> => {
    const debt = await owe(owedBy(run, location, kind, id), act, now);
    if (debt) debts.push(debt);
  };
  // Member accounts have no instances.
  if (typeof location === 'string')
    await doOwn('look', 'instances', () => endInstances(location, run, resources, ours, doOwn));
  await doOwn('look', 'images', async () => {
    const images = await describeImages(location, { tags: ours, includeDisabled: true });
    const listed = images.map(({ image_id }) => image_id);
    const goes = (id: string): boolean => !resources.kept.includes(id);
    for (const id of listed.filter(goes)) await doOwn('image', id, () => removeImage(location, id, run, now));
    for (const id of recordedIn(location, resources.made, 'image').filter(
      (each) => !listed.includes(each) && goes(each),
    ))
      await doOwn('image', id, () => removeUnlisted(location, id, run, now));
    const used = images
      .filter(({ image_id }) => !goes(image_id))
      .flatMap(({ block_devices }) => block_devices.map(({ snapshot_id }) => snapshot_id));
    for (const { snapshot_id: id } of await findSnapshots(location, ours))
      if (!used.includes(id)) await doOwn('snapshot', id, () => deleteSnapshot(location, id));
  });
  return debts;
}

async function endInstances(
  region: string,
  run: Run,
  { made, kept }: { made: Made; kept: readonly string[] },
  ours: Tags,
  doOwn: (kind: 'instance', id: string, act: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const listed = (await describeInstances(region, { tags: ours, states: alive })).map(({ instance_id }) => instance_id);
  // EC2 may not list a new instance yet, but its id is recorded.
  for (const id of [...new Set([...listed, ...recordedIn(region, made, 'instance')])].filter(
    (each) => !kept.includes(each),
  )) {
    await doOwn('instance', id, async () => {
      if (listed.includes(id)) await keepConsole(region, id, run);
      await terminateInstances(region, [id]);
    });
  }
}

async function keepConsole(region: string, id: string, run: Run): Promise<void> {
  const console = run.failure?.name === 'InstanceUnreachable' ? await consoleOutput(region, id) : undefined;
  if (console) await putObject(objectKeys.console(run.build_id, id), console);
}

/**
 * Removes everything that a run created and did not publish, found by its tags and its record, in every region and
 * account that it could use. Throws BuildNotFound without a record. Throws LeftBehind after everything else for what
 * could not be removed; the reaper retries it.
 */
export async function removeLeftovers(buildId: string, now: Date): Promise<void> {
  const run = await getRun(buildId);
  if (!run)
    throw new SpawnError('BuildNotFound', `there is no record of ${buildId}: nothing that it created is removed`);
  const kept = await keptResources(run, now);
  const resources = (await listResources(buildId)).filter(({ type }) => type === 'instance' || type === 'image');
  const locations = [
    ...new Map(resources.map((resource) => [nameOfLocation(locationOf(resource)), locationOf(resource)])).values(),
  ];
  const debts: Debt[] = [];
  for (const location of locations) debts.push(...(await removeIn(location, run, { made: resources, kept }, now)));
  for (const resource of resources) {
    const published = await isKnownPublished(resource);
    const stays = published || kept.includes(resource.id ?? '') || isOwed(resource, debts);
    if (!stays && !resource.removed_at) await markRemoved(resource, now);
  }
  await startAgain(run);
  if (debts.length > 0) throw leftBehind(debts);
}

/** Returns whether a resource of a run is a published image in the catalog. */
export async function isKnownPublished({ type, id, ...where }: RunResource): Promise<boolean> {
  return type === 'image' && id !== undefined && (await getImage(locationOf(where), id))?.lifecycle === 'published';
}

/** Returns whether a resource of a run may still exist: it could not be removed, or its location could not be read. */
export function isOwed(resource: RunResource, debts: readonly Debt[]): boolean {
  const here = debts.filter((each) => nameOfLocation(locationOf(each)) === nameOfLocation(locationOf(resource)));
  return here.some(({ kind, id }) => id === resource.id || (kind === 'look' && id === `${resource.type}s`));
}
