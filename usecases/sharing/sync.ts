import { getImage, updateImage } from '../../aws/catalog/images';
import { changeLaunchPermissions, changeVolumePermissions, launchPermissions } from '../../aws/image/shares';
import { describeImages } from '../../aws/image/describe';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import { snapshotShares } from '../../aws/image/snapshots';
import type { Image, ShareTarget } from '../../core/model/image';
import { sharesWithCopyGrants } from '../../core/replication/copy-grants';
import type { KeyNeed } from '../../core/sharing/keys';
import {
  isActive,
  planPermissions,
  sharedTagKeys,
  sharedTags,
  withOthers,
  type Permissions,
  type PermissionPlan,
} from '../../core/sharing/plan';
import { giveKeys, takeKeys } from './sync-keys';

/**
 * Returns the catalog records of other images that use an image's snapshots, including disabled ones, which may be
 * enabled again.
 */
async function othersOf({ region, ami_id, snapshots }: Image): Promise<Image[]> {
  const snapshotIds = snapshots.map(({ snapshot_id }) => snapshot_id);
  const users = await describeImages(region, { snapshotIds, includeDisabled: true });
  const others = users.filter(({ image_id, state }) => image_id !== ami_id && state !== 'deregistered');
  return (await Promise.all(others.map(({ image_id }) => getImage(region, image_id)))).flatMap((each) => each ?? []);
}

/**
 * Returns the permissions in EC2 to launch an image and to use its snapshots, and which of them other images of the
 * snapshots need.
 */
export async function permissionsOf(record: Image, now: Date): Promise<Permissions> {
  const { region, ami_id, snapshots } = record;
  const reads = snapshots.map(async ({ snapshot_id }) => {
    const targets = (await snapshotShares(region, snapshot_id)).map((id): ShareTarget =>
      id === 'all' ? { kind: 'public', id } : { kind: 'account', id },
    );
    return { snapshot_id, targets };
  });
  const [image, ...rest] = await Promise.all([launchPermissions(region, ami_id), ...reads]);
  const actual = { image, snapshots: rest };
  // Without any permission on a snapshot, nothing can be removed.
  return rest.some(({ targets }) => targets.length > 0) ? withOthers(actual, await othersOf(record), now) : actual;
}

/**
 * Brings EC2 in line with the shares in an image's record, and removes ended shares from the record. Removes
 * permissions first, tags an image before it can be launched, and grants keys first and revokes them last. Throws EC2's
 * errors: the record is unchanged then, and the nightly run tries again.
 */
export async function syncShares(
  image: Image,
  now: Date,
): Promise<{ plan: PermissionPlan; image: Image; keys: KeyNeed[] }> {
  const { region, ami_id, shares: own = [], loans: grants = [] } = image;
  const shares = sharesWithCopyGrants(own, grants);
  const plan = planPermissions(shares, await permissionsOf(image, now), now);
  const isShared = plan.shares.length > 0;
  const tags = isShared ? sharedTags(image) : {};
  const stale = sharedTagKeys.filter((key) => Object.hasOwn(image.tags, key) && !Object.hasOwn(tags, key));
  if (Object.entries(tags).some(([key, value]) => image.tags[key] !== value))
    await tagResources(region, [ami_id], tags);
  const change = plan.image;
  const keys = await giveKeys(image, plan.given);
  if (change.add.length + change.remove.length > 0) await changeLaunchPermissions(region, ami_id, change);
  for (const { snapshot_id, ...each } of plan.snapshots) {
    if (each.add.length + each.remove.length > 0) await changeVolumePermissions(region, snapshot_id, each);
  }
  await takeKeys(image, plan.taken);
  if (stale.length > 0) await untagResources(region, [ami_id], stale);
  const written = await updateImage(region, ami_id, (record) => {
    // Shares that were added meanwhile stay. Only ended shares whose permissions are removed are dropped.
    const activeGrants = (record.loans ?? []).filter((grant) => isActive(grant, now));
    const left = (record.shares ?? []).filter(
      (share) =>
        isActive(share, now) ||
        !own.some((known) => known.kind === share.kind && known.id === share.id && known.until === share.until),
    );
    const kept = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !stale.includes(key)));
    // A nightly run without changes writes nothing.
    if (
      activeGrants.length === (record.loans ?? []).length &&
      left.length === (record.shares ?? []).length &&
      stale.length === 0 &&
      Object.entries(tags).every(([key, value]) => record.tags[key] === value)
    )
      return undefined;
    return {
      ...(record.shares && { shares: left }),
      loans: activeGrants.length > 0 ? activeGrants : undefined,
      tags: { ...kept, ...tags },
      updated_at: now.toISOString(),
    };
  });
  return { plan, image: written, keys };
}
