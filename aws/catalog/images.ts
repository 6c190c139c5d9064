import { SpawnError } from '../../core/errors';
import type { Image } from '../../core/model/image';
import { nameOfLocation, partsOfLocation, locationOf, type Location } from '../../core/model/location';
import { versionSortKey } from '../../core/lib/version';
import { environment } from '../client/environment';
import { isAbsent, readItem, writeItem, type Condition, type Key, type Placement } from './store/items';
import { findPage } from './store/queries';
import type { Question } from './store/cursors';
import { retried } from './store/races';

// Steps that run at the same time seldom change one image; each lost race means that somebody else got through.
const mostRaces = 20;

export interface ImageListing {
  /** `all`: region by region, newest first within each. */
  region: string;
  /** With a stack the order is by variant and version, highest first. */
  stack?: string;
  limit: number;
  cursor?: string;
}

/** The record of an image; undefined when the catalog has none. */
export function getImage(location: Location, amiId: string): Promise<Image | undefined> {
  return readItem<Image>(imageKey(location, amiId));
}

/** The record of an image by its id alone, looked for in all regions of the deployment. */
export async function findImage(amiId: string): Promise<Image | undefined> {
  const found = await Promise.all(environment().regions.map((region) => getImage(region, amiId)));
  return found.find((image) => image !== undefined);
}

/**
 * Writes the record of an image and gives it with its new revision. The image's revision is the one that it was read
 * with, 0 for a new record; throws CatalogConflict when the catalog has another by now.
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
 * Writes what a step knows of an image, whether or not there is a record: a retry of the step, or the nightly
 * reconciliation, may have written one. Members that the image does not have keep what the record says.
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
 * Changes the record of an image by a rule that may run several times; undefined from the rule leaves it as it is.
 * Throws ImageNotFound when there is no record, CatalogConflict when it changes all the time.
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

/** A page of the catalog's images of a region or of all, of one stack or of all. */
export async function listImages({
  region,
  stack,
  limit,
  cursor,
}: ImageListing): Promise<{ images: Image[]; cursor?: string }> {
  const page = await findPage<Image>(imageQuestion(region, stack), { limit, cursor });
  return { images: page.items, ...(page.cursor && { cursor: page.cursor }) };
}

/** The question for a region's images or for those of `all`, of one stack or of all. */
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
 * Where an image is in the table; those of member accounts stand apart, so that nobody takes one for the home
 * account's.
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
