import { findImage, getImage } from '../../../aws/catalog/images';
import { SpawnError } from '../../../core/errors';
import type { Image } from '../../../core/image';

/** An image of the catalog by its id, in the region named or in any. Throws ImageNotFound. */
export async function requireImage(id: string, region?: string): Promise<Image> {
  const known = /^ami-[0-9a-f]{8,17}$/.test(id);
  const image = !known ? undefined : region === undefined ? await findImage(id) : await getImage(region, id);
  if (image) return image;
  throw new SpawnError('ImageNotFound', `there is no image ${id.slice(0, 80)} in the catalog${region ? ` of ${region}` : ''}; look at spawn list-amis --region all`, { ami_id: id });
}
