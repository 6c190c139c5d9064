import { getAccountImage } from '../../aws/catalog/account-images';
import { findImage, getImage } from '../../aws/catalog/images';
import { SpawnError } from '../../core/errors';
import { imageIdPattern } from '../../core/lib/identifier';
import type { Image } from '../../core/model/image';

/**
 * Returns an image of the home account by its id, in the given region or in any. Throws ImageNotFound, and NotManaged
 * for an image of a member account, whose original must be named instead.
 */
export async function requireImage(id: string, region?: string): Promise<Image> {
  const known = imageIdPattern.test(id);
  const image = !known ? undefined : region === undefined ? await findImage(id) : await getImage(region, id);
  if (image) return image;
  const there = known ? await getAccountImage(id) : undefined;
  if (there) {
    const advice =
      there.replicated_from === undefined
        ? 'only its owner can change it'
        : `name its original ${there.replicated_from}, and its copies are changed with it`;
    throw new SpawnError(
      'NotManaged',
      `the image ${id} (${there.name}) is in the member account ${there.owner_id}: ${advice}.`,
      { ami_id: id, owner_id: there.owner_id },
    );
  }
  throw new SpawnError(
    'ImageNotFound',
    `there is no image ${id.slice(0, 80)} in the catalog${region ? ` of ${region}` : ''}: list the images with spawn list-amis --region all.`,
    { ami_id: id },
  );
}
