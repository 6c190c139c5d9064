import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import { describeSnapshots } from '../../aws/image/snapshots';
import { canonicalJson } from '../../core/lib/digest';
import { groupBy } from '../../core/lib/group';
import type { Location } from '../../core/model/location';
import { snapshotTagging, type ImageTagging } from '../../core/catalog/shared-snapshots';

/**
 * Changes the tags of an image, and of its snapshots where no other image that uses them prevents it. Tags the image
 * last: its tags show a retry whether everything is done.
 */
export async function tagWithSnapshots(
  location: Location,
  image: ImageTagging,
  snapshotIds: readonly string[],
): Promise<void> {
  const changes = [
    ...(await snapshotChanges(location, image, snapshotIds)),
    { id: image.ami_id, set: image.set, remove: [...image.remove] },
  ];
  for (const alike of groupBy(changes, ({ set, remove }) => canonicalJson({ set, remove })).values()) {
    const [{ set, remove } = { set: {}, remove: [] }] = alike;
    const ids = alike.map(({ id }) => id);
    await tagResources(location, ids, set);
    await untagResources(location, ids, remove);
  }
}

async function snapshotChanges(location: Location, image: ImageTagging, snapshotIds: readonly string[]) {
  if (snapshotIds.length === 0) return [];
  const [snapshots, users] = await Promise.all([
    describeSnapshots(location, snapshotIds),
    describeImages(location, { snapshotIds, includeDisabled: true }),
  ]);
  const changes = snapshotTagging(image, users, snapshots, environment().deployment);
  return changes.map(({ snapshot_id, set, remove }) => ({ id: snapshot_id, set, remove }));
}
