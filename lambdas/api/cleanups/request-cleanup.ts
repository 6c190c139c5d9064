import { findImage, getImage } from '../../../aws/catalog/images';
import { environment } from '../../../aws/client/environment';
import type { CleanupRequest } from '../../../core/cleanup/request';
import { startCleanupRequest } from '../../../core/api/contract/cleanup';
import { SpawnError } from '../../../core/errors';
import { policyOf } from '../../../core/stack/policy';
import { regionQuery } from '../../../core/api/contract/requests';
import { startCleanup as start } from '../../../usecases/cleanup/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { releaseOf } from '../../../usecases/image/change';
import { requireImage } from '../../../usecases/image/find';
import { requireStack } from '../../../usecases/stack/require';
import { isGone } from '../../../core/image/usability';

const defaultLimit = policyOf(undefined).cleanup.most_per_run;

/**
 * Plans a cleanup and, unless only the plan is requested, executes it. Throws StackNotFound for a stack without images.
 */
export async function startCleanup(request: HttpRequest): Promise<HttpAnswer> {
  const { dry_run, limit, ami_ids, ...asked } = parse(startCleanupRequest, request.body ?? {});
  const regions = regionsOf(asked.region);
  if (asked.stack !== undefined) await requireStack(asked.stack);
  const images = ami_ids && (await withCopies(ami_ids, asked.region));
  const wanted: CleanupRequest = { kind: 'request', ...asked, ...(images && { images }) };
  const cleanup = await start(wanted, {
    apply: dry_run === false,
    limit: limit ?? defaultLimit,
    regions,
    by: request.caller,
    now: request.now,
  });
  return { status: 202, body: cleanup };
}

/**
 * Removes an image and its copies, or only the one in a region, by a cleanup of exactly these images with all
 * protections.
 */
export async function deleteImage(request: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, request.query);
  const image = await requireImage(request.path.id ?? '', region);
  if (isGone(image))
    throw new SpawnError('ImageNotFound', `the image ${image.ami_id} no longer exists in ${image.region}.`, {
      ami_id: image.ami_id,
    });
  const images = await withCopies([image.ami_id], region);
  const cleanup = await start(
    { kind: 'request', images, ...(region && { region }) },
    { apply: true, limit: images.length, regions: regionsOf(region), by: request.caller, now: request.now },
  );
  return { status: 202, body: cleanup };
}

/** Returns the images and their copies. Looks up an image that the catalog does not have in EC2. */
async function withCopies(
  ids: readonly string[],
  region: string | undefined,
): Promise<{ ami_id: string; region?: string }[]> {
  const found = new Map<string, { ami_id: string; region?: string }>();
  for (const id of ids) {
    const image = region === undefined ? await findImage(id) : await getImage(region, id);
    const release = image ? await releaseOf(image, region) : [];
    for (const each of release.length > 0 ? release : [{ ami_id: id, region: undefined }])
      found.set(each.ami_id, { ami_id: each.ami_id, ...(each.region && { region: each.region }) });
  }
  return [...found.values()];
}

function regionsOf(region: string | undefined): string[] {
  const { regions } = environment();
  if (region === undefined) return regions;
  if (regions.includes(region)) return [region];
  throw new SpawnError(
    'InvalidRequest',
    `'region' is "${region}": the regions of this deployment are ${regions.join(', ')}.`,
    { region },
  );
}
