import { SpawnError } from '../../core/errors';
import type { Image } from '../../core/model/image';
import { nameOfLocation, partsOfLocation, locationOf, type Location } from '../../core/model/location';
import { versionSortKey } from '../../core/lib/version';
import { environment } from '../client/environment';
import { isAbsent, readItem, writeItem, type Condition, type Key, type Placement } from './store/items';
import type { Question } from './store/cursors';
import { retried } from './store/races';

// Concurrent steps seldom change the same image, and each lost race means that another write succeeded.
const mostRaces = 20;

/** Returns the record of an image; undefined when the catalog has none. */
export function getImage(location: Location, amiId: string): Promise<Image | undefined> {
  return readItem<Image>(imageKey(location, amiId));
}

/** Returns the record of an image by its id, searched in all regions of the deployment. */
export async function findImage(amiId: string): Promise<Image | undefined> {
  const found = await Promise.all(environment().regions.map((region) => getImage(region, amiId)));
  return found.find((image) => image !== undefined);
}

/**
 * Writes the record of an image and returns it with its new revision. Its revision is the one that was read, 0 for a
 * new record. Throws CatalogConflict when the catalog has another revision.
 */
export async function putImage(image: Image): Promise<Image> {
  const stored: Image = { ...image, revision: image.revision + 1 };
  if (await writeItem(placementOf(stored), stored, unchanged(image.revision))) return stored;
  throw new SpawnError(
    'CatalogConflict',
    `the record of ${image.ami_id} in ${image.region} has changed since revision ${image.revision} was read: retry.`,
    {
      ami_id: image.ami_id,
      region: image.region,
      revision: image.revision,
    },
  );
}

/**
 * Writes what a step knows of an image, whether or not a record exists: a retry or the nightly reconciliation may have
 * written one. Fields that the given image lacks keep their recorded values.
 */
export async function saveImage(image: Image): Promise<Image> {
  const known = Object.fromEntries(
    Object.entries(image).filter(([, member]) => member !== undefined),
  ) as unknown as Image;
  return retried(async () => {
    const current = await getImage(locationOf(image), image.ami_id);
    return putImage({ ...current, ...known, revision: current?.revision ?? 0 });
  }, mostRaces);
}

/**
 * Changes the record of an image by a rule, which may run several times; undefined from the rule leaves the record as
 * it is. Throws ImageNotFound without a record, and CatalogConflict after too many concurrent changes.
 */
export function updateImage(
  location: Location,
  amiId: string,
  change: (image: Image) => Partial<Image> | undefined,
): Promise<Image> {
  return retried(async () => {
    const image = await getImage(location, amiId);
    if (!image)
      throw new SpawnError('ImageNotFound', `the catalog has no image ${amiId} in ${nameOfLocation(location)}.`, {
        ami_id: amiId,
        ...partsOfLocation(location),
      });
    const changed = change(image);
    return changed ? putImage({ ...image, ...changed, revision: image.revision }) : image;
  }, mostRaces);
}

/** Returns the query for the images of a region or of `all`, of one stack or of all. */
export function imageQuestion(region: string, stack?: string): Question {
  return stack === undefined
    ? { index: 'gsi1', partition: 'IMAGES', descending: true, ...(region !== 'all' && { startsWith: `${region}#` }) }
    : {
        index: 'gsi2',
        partition: `STACK#${stack}`,
        descending: true,
        ...(region !== 'all' && { where: inRegion(region) }),
      };
}

/**
 * Returns the key of an image in the table. Images of member accounts have other keys, so that they are never taken for
 * the home account's.
 */
export function imageKey(location: Location, amiId: string): Key {
  return { pk: typeof location === 'string' ? `IMAGE#${location}#${amiId}` : `ACCOUNT_IMAGE#${amiId}`, sk: 'IMAGE' };
}

function placementOf(image: Image): Placement {
  const { account, region, ami_id, creation_date, stack, version, variant } = image;
  return {
    ...imageKey(locationOf(image), ami_id),
    gsi1pk: account === undefined ? 'IMAGES' : 'ACCOUNT_IMAGES',
    gsi1sk: `${account === undefined ? '' : `${account}#`}${region}#${creation_date}#${ami_id}`,
    ...(stack && {
      gsi2pk: `${account === undefined ? '' : 'ACCOUNT_'}STACK#${stack}`,
      gsi2sk: `${variant ?? ''}#${versionSortKey(version ?? '')}#${creation_date}#${region}#${ami_id}`,
    }),
  };
}

function unchanged(revision: number): Condition {
  return revision === 0 ? isAbsent : { expression: 'revision = :revision', values: { ':revision': revision } };
}

function inRegion(region: string): Condition {
  return { expression: '#region = :region', names: { '#region': 'region' }, values: { ':region': region } };
}
