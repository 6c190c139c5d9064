import { environment } from '../../aws/client/environment';
import { tagResources } from '../../aws/client/resource-tags';
import { dueDeprecations } from '../../core/image/deprecation';
import type { Ec2Image } from '../../core/model/ec2';
import type { Location } from '../../core/model/location';
import { tagKeys } from '../../core/tags';
import { written } from '../../core/lib/text-boolean';

/** Tags the images whose planned deprecation time has come, and returns all images with their current tags. */
export async function deprecateDue(
  location: Location,
  images: readonly Ec2Image[],
  now: Date,
): Promise<{ images: Ec2Image[]; due: string[] }> {
  const tag = { [tagKeys.deprecated]: written };
  const due = dueDeprecations(images, environment().deployment, now).map(({ image_id }) => image_id);
  await tagResources(location, due, tag);
  return {
    images: images.map((image) =>
      due.includes(image.image_id) ? { ...image, tags: { ...image.tags, ...tag } } : image,
    ),
    due,
  };
}
