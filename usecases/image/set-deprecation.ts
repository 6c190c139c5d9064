import { updateImage } from '../../aws/catalog/images';
import { deprecate, type Deprecation } from '../../core/image/deprecation';
import type { Image } from '../../core/model/image';
import { locationOf } from '../../core/model/location';
import { applyDeprecation } from './apply-deprecation';

/** Deprecates an image in EC2 and then in the catalog; changes nothing when both say so already. */
export async function setDeprecation(image: Image, wanted: Deprecation, now: Date): Promise<void> {
  const change = deprecate(image, wanted, now);
  if (!change) return;
  await applyDeprecation(image, change);
  await updateImage(locationOf(image), image.ami_id, (record) => deprecate(record, wanted, now)?.image);
}
