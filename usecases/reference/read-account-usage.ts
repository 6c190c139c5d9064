import { allAccountUsage, getAccountUsage } from '../../aws/catalog/account-usage';
import { getImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { isLaunchableByOthers } from '../../aws/reference/launch-permissions';
import { accountReferences, isShared } from '../../core/reference/account-usage';
import type { ImageReference, UnreadReferences } from '../../core/model/reference';

// For few images, EC2 is queried for their launch permissions: a cleanup checks each image again before it removes it.
const fewImages = 5;

/**
 * Returns how other accounts use images of a region, from EC2's usage reports that the nightly run has stored. Covers
 * images that are shared, or were `launchable` by others.
 */
export async function readAccountUsage(
  region: string,
  amiIds: readonly string[],
  now: Date,
  launchable: ReadonlySet<string> = new Set(),
): Promise<{ references: ImageReference[]; unread: UnreadReferences[] }> {
  const few = amiIds.length <= fewImages;
  const wanted = new Set(amiIds);
  const known = few
    ? (await Promise.all(amiIds.map((id) => getImage(region, id)))).filter((image) => image !== undefined)
    : await allImages(region);
  const images = known.filter(({ ami_id }) => wanted.has(ami_id));
  const shared = new Set([
    ...images.filter(isShared).map(({ ami_id }) => ami_id),
    ...amiIds.filter((id) => launchable.has(id)),
  ]);
  if (few) for (const id of amiIds) if (await isLaunchableByOthers(region, id)) shared.add(id);
  if (shared.size === 0) return { references: [], unread: [] };
  const reports = few
    ? (await Promise.all([...shared].map((id) => getAccountUsage(region, id)))).filter((usage) => usage !== undefined)
    : await allAccountUsage(region);
  return accountReferences(region, [...shared], reports, images[0]?.owner_id ?? '', now);
}
