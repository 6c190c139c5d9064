import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { findImagesQuery, foundImage } from '../../core/catalog/adoption-candidates';
import { parse, type HttpAnswer, type HttpRequest } from '../runtime/http';

/** Returns the account's own images with a name or tag, managed or not, with their catalog records. */
export async function findImages({ query, now }: HttpRequest): Promise<HttpAnswer> {
  const { name, tag, region } = parse(findImagesQuery, query);
  const at = tag?.indexOf('=') ?? 0;
  const found = await describeImages(region ?? environment().homeRegion, {
    ...(name !== undefined && { namePattern: name }),
    ...(tag !== undefined && { tags: { [tag.slice(0, at)]: tag.slice(at + 1) } }),
  });
  const images = found
    .filter(({ state }) => state !== 'deregistered')
    .map((image) => foundImage(image, environment().deployment, now));
  return { status: 200, body: { images: images.sort((one, other) => (one.name < other.name ? -1 : 1)) } };
}
