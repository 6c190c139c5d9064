import { environment } from '../../../aws/environment';
import { describeImages } from '../../../aws/images';
import { findImagesQuery, foundImage } from '../../../core/adoption-candidates';
import { parse, type HttpAnswer, type HttpRequest } from '../http';

/** The account's own images of a name or tag, managed or not, with what is known of each. */
export async function findImages({ query, now }: HttpRequest): Promise<HttpAnswer> {
  const { name, tag, region } = parse(findImagesQuery, query);
  const at = tag?.indexOf('=') ?? 0;
  const found = await describeImages(region ?? environment().homeRegion, {
    ...(name !== undefined && { namePattern: name }),
    ...(tag !== undefined && { tags: { [tag.slice(0, at)]: tag.slice(at + 1) } }),
  });
  const images = found.filter(({ state }) => state !== 'deregistered').map((image) => foundImage(image, environment().deployment, now));
  return { status: 200, body: { images: images.sort((one, other) => (one.name < other.name ? -1 : 1)) } };
}
