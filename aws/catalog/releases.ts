import type { Image } from '../../core/model/image';
import { versionSortKey } from '../../core/lib/version';
import { imageQuestion } from './images';
import { noCursor } from './store/cursors';
import { findAll, findPage } from './store/queries';

/** Returns every image of a region or of `all`, of one stack or of all. */
export function allImages(region: string, stack?: string): Promise<Image[]> {
  return findAll<Image>(imageQuestion(region, stack));
}

/** Returns all images of a stack in all regions. */
export function listImagesOfStack(stack: string): Promise<Image[]> {
  return allImages('all', stack);
}

/** Returns the images of one version of a stack and variant in all regions. */
export function listImagesOfVersion({ stack, variant, version }: Pick<Image, 'stack' | 'variant' | 'version'>) {
  const startsWith = `${variant ?? ''}#${versionSortKey(version ?? '')}#`;
  return findAll<Image>({ ...imageQuestion('all', stack), startsWith });
}

/** Returns the regions that have images in the catalog, with one query for each. */
export async function regionsOfImages(): Promise<string[]> {
  const regions: string[] = [];
  let upTo: string | undefined;
  for (;;) {
    const { items } = await findPage<Image>({ ...imageQuestion('all'), ...(upTo && { upTo }) }, { limit: 1 });
    const [last] = items;
    if (last === undefined) return regions;
    regions.push(last.region);
    upTo = `${last.region}#`;
  }
}

/**
 * Returns images of these regions, newest first across all of them, after a position or from the newest on. Reads no
 * more than `limit` and a few of each region, however many there are.
 */
export async function newestImages(
  regions: readonly string[],
  { limit, after }: { limit: number; after?: string },
): Promise<{ images: Image[]; more: boolean }> {
  const pages = await Promise.all(
    regions.map((region) =>
      findPage<Image>(
        { ...imageQuestion(region), ...(after !== undefined && { upTo: `${region}#${after}` }) },
        // The image at the position is read again.
        { limit: after === undefined ? limit : limit + 1 },
      ),
    ),
  );
  const found = pages
    .flatMap(({ items }) => items)
    .filter((image) => positionOf(image) !== after)
    .sort((left, right) => (positionOf(left) < positionOf(right) ? 1 : -1));
  return { images: found.slice(0, limit), more: found.length > limit || pages.some(({ cursor }) => cursor) };
}

/** Returns the position of an image in a list that is sorted newest first. */
export function positionOf({ creation_date, ami_id }: Pick<Image, 'creation_date' | 'ami_id'>): string {
  return `${creation_date}#${ami_id}`;
}

/** Returns the cursor of a list of a region or of `all` after an image. */
export function cursorAfter(region: string, image: Image): string {
  return Buffer.from(JSON.stringify([region, positionOf(image)])).toString('base64url');
}

/** Returns the position in a cursor. Throws InvalidRequest for a cursor of another list. */
export function positionIn(region: string, cursor: string): string {
  const [listed, position] = partsOf(cursor);
  if (listed !== region || typeof position !== 'string') throw noCursor(cursor);
  return position;
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** Returns the copies of an image in the catalog, in all regions. */
export async function listReplicas(source: Pick<Image, 'ami_id' | 'stack'>): Promise<Image[]> {
  const from = { expression: 'replicated_from = :source', values: { ':source': source.ami_id } };
  return findAll<Image>(
    source.stack === undefined
      ? { index: 'gsi1', partition: 'IMAGES', where: from }
      : { index: 'gsi2', partition: `STACK#${source.stack}`, where: from },
  );
}
