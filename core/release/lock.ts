import * as z from 'zod';
import { canonicalJson } from '../lib/digest';
import { SpawnError } from '../errors';
import { imageIdPattern } from '../lib/identifier';
import type { Image } from '../model/image';
import { checkImage } from '../image/check';
import { parseRequest } from '../lib/parse-request';
import { region } from '../lib/query-fields';

/**
 * What is asked of `resolve`, as the API understood it: an instance type has become architecture and GPU, no region the
 * home region.
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
      .record(region, z.string().regex(imageIdPattern, 'not an image id: it is ami-…'))
      .describe('Of the release, by region'),
    recipe_digest: z.string().optional(),
    provenance_digest: z.string().optional().describe('Of the image in the region of the query'),
    resolved_at: z.iso.datetime(),
  })
  .refine(({ query, ami_ids }) => ami_ids[query.region] !== undefined, {
    path: ['ami_ids'],
    message: 'the region of the query is missing',
  });

/** The file that pins what queries were answered with, a contract with every tool that reads it. */
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

/** A lock file that locks nothing. */
export const emptyLock: ImageLock = { lock_version: 1, images: [] };

/** Reads a lock file; `file` is its name. Throws InvalidRequest, which says what is wrong with it and what to do. */
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
 * The text of a lock file. Equal locks give equal text, in the order of their queries, so that version control shows
 * what changed and nothing else.
 */
export function lockText(lock: ImageLock): string {
  const images = [...lock.images].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  // Through the schema: members stand in its order.
  return `${JSON.stringify(imageLock.parse({ ...lock, images }), null, 2)}\n`;
}

function orderOf({ query }: LockedImage): string {
  return `${query.stack}\n${canonicalJson(query)}`;
}

/** The answer that is locked for a query; undefined when there is none. */
export function findLocked(lock: ImageLock, query: ImageQuery): LockedImage | undefined {
  return lock.images.find((each) => isSame(each.query, query));
}

/**
 * What is locked for a query that leaves the architecture, the GPU or both open and is this one otherwise; what says
 * most comes first.
 */
export function findBroader(lock: ImageLock, query: ImageQuery): LockedImage[] {
  const { architecture, gpu } = query;
  const narrower = [{ gpu: undefined }, { architecture: undefined }, { architecture: undefined, gpu: undefined }].map(
    (open) => ({ architecture, gpu, ...open }),
  );
  const found = narrower.flatMap((open) => findLocked(lock, { ...query, ...open }) ?? []);
  return [...new Set(found)].filter((each) => !isSame(each.query, query));
}

/** Whether two queries ask for the same, however their ranges are written. */
function isSame(one: ImageQuery, other: ImageQuery): boolean {
  return canonicalJson(normalQuery(one)) === canonicalJson(normalQuery(other));
}

/**
 * A query with its range written as all are: `2.X` is `2.x`, `>= 2,<3` is `>=2, <3`. Other letters stay: they may be
 * those of a version.
 */
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
 * A lock with this answer in place of the one to the same query. One that says the same stays as it is, with its time.
 */
export function withLocked(lock: ImageLock, locked: LockedImage): ImageLock {
  const known = findLocked(lock, locked.query);
  const same = known && canonicalJson({ ...known, resolved_at: '' }) === canonicalJson({ ...locked, resolved_at: '' });
  return same
    ? lock
    : { ...lock, images: [...lock.images.filter(({ query }) => !isSame(query, locked.query)), locked] };
}

/** What a query is answered with, to be locked: the image and those of its release that are available, by region. */
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
 * "A locked image is taken as long as it is there, is the one that was locked, and is not revoked", deprecated or not.
 * `image` is what the catalog has under its id. Throws ImageNotFound, ImageRevoked, and WrongState for one that is
 * another or cannot be launched.
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
    `the image ${id} is not the one that was locked: its ${what} is ${is ?? 'missing'}, not ${was}. Find out what changed it with spawn verify ${id}.`,
    { ami_id: id },
  );
}
