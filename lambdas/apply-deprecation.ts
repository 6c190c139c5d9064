import { enableImageDeprecation } from '../aws/image-deprecation';
import { tagResources } from '../aws/resource-tags';
import type { Image } from '../core/image';
import { placeOf } from '../core/place';
import type { DeprecationChange } from '../core/deprecation';

/** Makes a deprecation of one image true in EC2: its own time where that changes, then our tags. */
export async function applyDeprecation(image: Pick<Image, 'region' | 'account' | 'ami_id'>, { deprecate_at, tags }: DeprecationChange): Promise<void> {
  if (deprecate_at) await enableImageDeprecation(placeOf(image), image.ami_id, deprecate_at);
  await tagResources(placeOf(image), [image.ami_id], tags);
}
