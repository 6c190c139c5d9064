import { allImages } from '../../../aws/catalog/releases';
import { SpawnError } from '../../../core/errors';
import { checkHealthRequest } from '../../../core/api/contract/health';
import type { Image } from '../../../core/model/image';
import { lookAtImages, recordHealth } from '../../../usecases/health/check-images';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireStack } from '../../../usecases/stack/require';
import { requireImage } from '../../../usecases/image/find';

// More images take longer than an answer may. The nightly run checks any number.
const mostImages = 1000;

/**
 * Checks and records the health of an image, of a stack's images or of all. Throws ImageNotFound, StackNotFound,
 * WrongState for an image that is not in use, or TooLarge.
 */
export async function checkHealth({ body, now }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(checkHealthRequest, body ?? {});
  const named = asked.ami === undefined ? undefined : await requireImage(asked.ami, asked.region);
  // The parent may be an image of any stack, and copies are searched among all images.
  const catalog = await allImages('all');
  const wanted = named
    ? catalog.filter(({ ami_id }) => ami_id === named.ami_id)
    : (asked.stack === undefined ? catalog : await requireStack(asked.stack)).filter(
        (image) => asked.region === undefined || image.region === asked.region,
      );
  const checked = await lookAtImages(limited(wanted), catalog, now);
  if (named && checked.length === 0) {
    throw new SpawnError(
      'WrongState',
      `${named.ami_id} is ${named.deprecated ? 'deprecated' : named.state === 'available' ? 'not published' : named.state}: only usable images are checked.`,
      { ami_id: named.ami_id },
    );
  }
  await recordHealth(checked);
  const images = checked.map(({ image: { ami_id, region, name, stack, version }, health }) => ({
    ami_id,
    region,
    name,
    stack,
    version,
    ...health,
  }));
  return { status: 200, body: { images } };
}

function limited(images: Image[]): Image[] {
  if (images.length <= mostImages) return images;
  throw new SpawnError(
    'TooLarge',
    `the request covers ${images.length} images, and the limit is ${mostImages}: name a stack or a region, or start a nightly run.`,
    { images: images.length },
  );
}
