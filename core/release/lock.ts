import * as z from 'zod';
import { canonicalJson } from '../lib/digest';
import { SpawnError } from '../errors';
import { imageIdPattern } from '../lib/identifier';
import type { Image } from '../model/image';
import { checkImage } from '../image/check';
import { parseRequest } from '../lib/parse-request';
import { region } from '../lib/query-fields';

/**
 * A query of `resolve` as the API understood it: the instance type is replaced by architecture and GPU, a missing
 * region by the home region.
 */
export const imageQuery = z.strictObject({
  stack: z.string().min(1),
  version: z.string().min(1).optional(),
  variant: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
  architecture: z.enum(['x86_64', 'arm64']).optional(),
  gpu: z.boolean().optional(),
  region,
});

const lockedImage = z
  .strictObject({
    query: imageQuery,
    name: z.string().min(1),
    version: z.string().optional(),
    ami_ids: z
      .record(region, z.string().regex(imageIdPattern, 'not an image id: write ami-…'))
      .describe('Of the release, by region'),
    recipe_digest: z.string().optional(),
    provenance_digest: z.string().optional().describe('Of the image in the region of the query'),
    resolved_at: z.iso.datetime(),
  })
  .refine(({ query, ami_ids }) => ami_ids[query.region] !== undefined, {
    path: ['ami_ids'],
    message: 'the region of the query is missing',
  });

/** The file that pins the answers to queries. Other tools read it too: its form is a contract. */
export const imageLock = z.strictObject({
  lock_version: z.literal(1),
  images: z
    .array(lockedImage)
    .refine(
      (images) => new Set(images.map(({ query }) => canonicalJson(query))).size === images.length,
      'two images have the same query',
    ),
});

export type ImageQuery = z.output<typeof imageQuery>;
export type LockedImage = z.output<typeof lockedImage>;
export type ImageLock = z.output<typeof imageLock>;

/** A lock file without entries. */
export const emptyLock: ImageLock = { lock_version: 1, images: [] };

/** Parses a lock file; `file` is its name. Throws InvalidRequest, which says what is wrong with it and what to do. */
export function parseLock(text: string, file: string): ImageLock {
  const broken = (what: string): SpawnError =>
    new SpawnError(
      'InvalidRequest',
      `the lock file ${file} cannot be used: ${what.replace(/\.$/, '')}. Restore it from version control, or delete it and lock again with spawn resolve.`,
      { file },
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw broken(`it is not JSON (${(error as Error).message})`);
  }
  try {
    return parseRequest(imageLock, json, 'the whole');
  } catch (error) {
    throw error instanceof SpawnError ? broken(error.message) : error;
  }
}

/**
 * Returns the text of a lock file. Equal locks give equal text, in the order of their queries, so that version control
 * shows real changes only.
 */
export function lockText(lock: ImageLock): string {
  const images = [...lock.images].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  // Through the schema: members stand in its order.
  return `${JSON.stringify(imageLock.parse({ ...lock, images }), null, 2)}\n`;
}

function orderOf({ query }: LockedImage): string {
  return `${query.stack}\n${canonicalJson(query)}`;
}

/** Returns the answer that is locked for a query; undefined when there is none. */
export function findLocked(lock: ImageLock, query: ImageQuery): LockedImage | undefined {
  return lock.images.find((each) => isSame(each.query, query));
}

/**
 * Returns the entries locked for the same query with the architecture, the GPU or both left open, the most specific
 * first.
 */
export function findBroader(lock: ImageLock, query: ImageQuery): LockedImage[] {
  const { architecture, gpu } = query;
  const narrower = [{ gpu: undefined }, { architecture: undefined }, { architecture: undefined, gpu: undefined }].map(
    (open) => ({ architecture, gpu, ...open }),
  );
  const found = narrower.flatMap((open) => findLocked(lock, { ...query, ...open }) ?? []);
  return [...new Set(found)].filter((each) => !isSame(each.query, query));
}

/** Returns whether two queries are the same, however their ranges are written. */
function isSame(one: ImageQuery, other: ImageQuery): boolean {
  return canonicalJson(normalQuery(one)) === canonicalJson(normalQuery(other));
}

/** Normalizes the range of a query: `2.X` to `2.x`, `>= 2,<3` to `>=2, <3`. Other letters may belong to a version. */
function normalQuery(query: ImageQuery): ImageQuery {
  if (query.version === undefined) return query;
  const blanks = query.version
    .trim()
    .replace(/\s*,\s*/g, ', ')
    .replace(/\s*\|\|\s*/g, ' || ')
    .replace(/([<>=~^])\s+/g, '$1')
    .replace(/\s+/g, ' ');
  return { ...query, version: blanks.replace(/(\.)X(?=$|[\s,.|])/g, '$1x') };
}

/**
 * Returns the lock with this answer in place of the one to the same query. An equal entry stays as it is, with its
 * time.
 */
export function withLocked(lock: ImageLock, locked: LockedImage): ImageLock {
  const known = findLocked(lock, locked.query);
  const same = known && canonicalJson({ ...known, resolved_at: '' }) === canonicalJson({ ...locked, resolved_at: '' });
  return same
    ? lock
    : { ...lock, images: [...lock.images.filter(({ query }) => !isSame(query, locked.query)), locked] };
}

/** Returns the entry to lock for a query: the image and the available images of its release, by region. */
export function lockedImageOf(
  query: ImageQuery,
  image: Image & { replicas: readonly Pick<Image, 'ami_id' | 'region' | 'state' | 'lifecycle'>[] },
  now: Date,
): LockedImage {
  const copies = image.replicas.filter(({ state, lifecycle }) => state === 'available' && lifecycle === 'published');
  const ids = [...copies, image]
    .map(({ region: where, ami_id }) => [where, ami_id] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    query: normalQuery(query),
    name: image.name,
    version: image.version,
    ami_ids: Object.fromEntries(ids),
    recipe_digest: image.recipe_digest,
    provenance_digest: image.provenance?.digest,
    resolved_at: now.toISOString(),
  };
}

/**
 * Returns the locked image: "A locked image is taken as long as it is there, is the one that was locked, and is not
 * revoked", deprecated or not. `image` is the catalog's record of its id. Throws ImageNotFound, ImageRevoked, and
 * WrongState for an image that differs or cannot be launched.
 */
export function checkLocked(locked: LockedImage, image: Image | undefined): Image {
  const id = locked.ami_ids[locked.query.region] ?? '';
  const found = checkImage(image, id, 'launch');
  const differs = (
    [
      ['name', found.name, locked.name],
      ['version', found.version, locked.version],
      ['recipe digest', found.recipe_digest, locked.recipe_digest],
      ['provenance digest', found.provenance?.digest, locked.provenance_digest],
    ] as const
  ).find(([, is, was]) => was !== undefined && is !== was);
  if (!differs) return found;
  const [what, is, was] = differs;
  throw new SpawnError(
    'WrongState',
    `the image ${id} differs from the one that was locked: its ${what} is ${is ?? 'missing'}, not ${was}. Check it with spawn verify ${id}.`,
    { ami_id: id },
  );
}
