import { getImage, updateImage } from '../../aws/catalog/images';
import { isRemovalDue } from '../../core/image/schedule';

/**
 * Records why an image stays whose removal is due by its schedule; changes nothing for other images, and where the
 * reasons are the same as before.
 */
export async function postponeRemoval(
  region: string,
  id: string,
  reasons: readonly string[],
  now: Date,
): Promise<void> {
  const known = await getImage(region, id);
  if (!known || !isRemovalDue(known.tags, now)) return;
  await updateImage(region, id, ({ removal_postponed: before }) =>
    before?.reasons.join('\n') === reasons.join('\n')
      ? undefined
      : { removal_postponed: { since: before?.since ?? now.toISOString(), reasons: [...reasons] } },
  );
}
