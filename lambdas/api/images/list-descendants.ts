import { allImages } from '../../../aws/catalog/releases';
import { descendantsOf } from '../../../core/image/descendants';
import { imagesOfRelease } from '../../../core/release/images';
import { descendantAnswer } from '../../../core/api/contract/revocation';
import type { HttpAnswer, HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

/** Returns the images that were built on an image or its copies. */
export async function listDescendants({ path }: HttpRequest): Promise<HttpAnswer> {
  const image = await requireImage(path.id ?? '');
  const known = await allImages('all');
  return {
    status: 200,
    body: { descendants: descendantsOf(imagesOfRelease(image, known), known).map(descendantAnswer) },
  };
}
