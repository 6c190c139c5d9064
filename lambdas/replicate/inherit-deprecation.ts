import { getImage, updateImage } from '../../aws/catalog/images';
import { deprecate, deprecationOf } from '../../core/deprecation';
import type { Image } from '../../core/image';
import { placeOf } from '../../core/place';
import { applyDeprecation } from '../apply-deprecation';

/**
 * Deprecates a copy that stands in the catalog as its original is deprecated by now: whoever did that while it was copied did not
 * know of it.
 */
export async function inheritDeprecation(source: { region: string; ami_id: string }, copy: Image, now: Date): Promise<void> {
  const original = await getImage(source.region, source.ami_id);
  const wanted = original && deprecationOf(original.tags);
  const change = wanted && deprecate(copy, wanted, now);
  if (!change) return;
  await applyDeprecation(copy, change);
  await updateImage(placeOf(copy), copy.ami_id, (record) => deprecate(record, wanted, now)?.image);
}
