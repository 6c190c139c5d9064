import { getAccountImage } from '../../aws/catalog/account-images';
import { findImage } from '../../aws/catalog/images';
import { environment } from '../../aws/client/environment';
import { imageIdPattern } from '../../core/lib/identifier';
import type { Image } from '../../core/model/image';
import { checkChangeable, checkOwnImage } from '../../core/image/check';
import { isGone } from '../../core/image/usability';
import { requireImage } from './find';

/**
 * Returns the image whose release is to be changed. A copy in a member account is accepted only if its original is
 * gone. Throws the errors of requireImage and checkChangeable.
 */
export async function requireChangeable(id: string, verb: string): Promise<Image> {
  const { deployment } = environment();
  const copy = imageIdPattern.test(id) ? await getAccountImage(id) : undefined;
  const original = copy?.replicated_from === undefined ? undefined : await findImage(copy.replicated_from);
  if (original && isGone(original)) {
    checkOwnImage(original, deployment);
    return original;
  }
  const image = await requireImage(id);
  checkChangeable(image, deployment, verb);
  return image;
}
