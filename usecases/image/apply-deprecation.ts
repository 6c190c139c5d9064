import { enableImageDeprecation } from '../../aws/image/deprecation';
import { tagResources } from '../../aws/client/resource-tags';
import type { Image } from '../../core/model/image';
import { locationOf } from '../../core/model/location';
import type { DeprecationChange } from '../../core/image/deprecation';

/** Applies the deprecation of one image in EC2: first EC2's own deprecation time, if it changes, then our tags. */
export async function applyDeprecation(
  image: Pick<Image, 'region' | 'account' | 'ami_id'>,
  { deprecate_at, tags }: DeprecationChange,
): Promise<void> {
  if (deprecate_at) await enableImageDeprecation(locationOf(image), image.ami_id, deprecate_at);
  await tagResources(locationOf(image), [image.ami_id], tags);
}
