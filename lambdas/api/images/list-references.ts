import { allRegisteredReferences, registeredReferencesOf } from '../../../aws/catalog/registered-references';
import { allImages } from '../../../aws/catalog/releases';
import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { environment } from '../../../aws/client/environment';
import { descendantsOf } from '../../../core/image/descendants';
import type { Image } from '../../../core/model/image';
import { listReferencesQuery, type ReferencesAnswer } from '../../../core/api/contract/reference';
import { listOwnersQuery, type OwnersAnswer } from '../../../core/reference/contract';
import { usesByOwner } from '../../../core/reference/owners';
import { isExpired, listRegisteredQuery } from '../../../core/reference/registered';
import { policyOf } from '../../../core/stack/policy';
import { readReferences } from '../../../usecases/reference/read';
import { readUses } from '../../../usecases/reference/read-uses';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { changeableOf } from '../../../usecases/image/descendants';
import { releaseOf } from '../../../usecases/image/change';
import { requireImage } from '../../../usecases/image/find';

/** Returns what uses an image and its copies, in all regions or in one, and what could not be read. */
export async function listReferences({ path, query, now }: HttpRequest): Promise<HttpAnswer> {
  const { region, template_versions } = parse(listReferencesQuery, query);
  const image = await requireImage(path.id ?? '');
  const templateVersions =
    template_versions ??
    (image.stack === undefined ? policyOf(undefined) : await getStackPolicy(image.stack)).cleanup.template_versions;
  return { status: 200, body: await usageOf(await releaseOf(image, region), { templateVersions, now }) };
}

/** Returns the registered references of an image and its copies or of all images, including ended ones. */
export async function listRegistered({ query, now }: HttpRequest): Promise<HttpAnswer> {
  const { ami, region } = parse(listRegisteredQuery, query);
  const images = ami === undefined ? undefined : await releaseOf(await requireImage(ami), region);
  const found = images
    ? (await Promise.all(images.map((image) => registeredReferencesOf(image.region, image.ami_id)))).flat()
    : await allRegisteredReferences(region);
  return {
    status: 200,
    body: { references: found.map((reference) => ({ ...reference, expired: isExpired(reference, now) })) },
  };
}

/** Returns what uses images, queried in all of their regions at once. */
async function usageOf(
  images: readonly Image[],
  options: { templateVersions: number; now: Date },
): Promise<ReferencesAnswer> {
  const regions = [...new Set(images.map(({ region }) => region))];
  const found = await Promise.all(
    regions.map((region) => {
      const ids = images.filter((image) => image.region === region).map(({ ami_id }) => ami_id);
      return readReferences(region, ids, options);
    }),
  );
  return {
    images: images.map(({ ami_id, region }) => ({ ami_id, region })),
    references: found.flatMap(({ references }) => references),
    unread: found.flatMap(({ unread }) => unread),
  };
}

/**
 * Returns the image and its copies, on request with the images that were built on it and may be changed with it, and by
 * owner the instances, launch templates and groups that use them.
 */
export async function listOwners({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region, descendants } = parse(listOwnersQuery, query);
  const { owner_tag } = environment().settings;
  const release = await releaseOf(await requireImage(path.id ?? ''), region);
  const { ours, warnings } = descendants
    ? changeableOf(descendantsOf(release, await allImages('all')), 'changed')
    : { ours: [], warnings: [] };
  const images = [...release, ...ours];
  const { uses, unread } = await readUses(images, owner_tag);
  const answer: OwnersAnswer = {
    ...(owner_tag !== undefined && { owner_tag }),
    images: images.map((image) => ({
      ami_id: image.ami_id,
      region: image.region,
      name: image.name,
      ...(ours.includes(image) && { descendant: true }),
    })),
    ...(warnings.length > 0 && { warnings }),
    owners: usesByOwner(uses),
    unread,
  };
  return { status: 200, body: answer };
}
