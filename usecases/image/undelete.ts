import { updateImage } from '../../aws/catalog/images';
import { withRetries } from '../../aws/client/pause';
import { untagResources } from '../../aws/client/resource-tags';
import { addLaunchPermissions, enableUnlessEnabled } from '../../aws/image/availability';
import { enableDeregistrationProtection } from '../../aws/image/deregistration-protection';
import { describeImage } from '../../aws/image/describe';
import { imagesInBin, restoreImageFromBin, restoreSnapshotFromBin, snapshotsInBin } from '../../aws/image/recycle-bin';
import { describeSnapshots } from '../../aws/image/snapshots';
import { SpawnError } from '../../core/errors';
import { protectionOf } from '../../core/image/protection';
import { isRevoked, scheduleKeys } from '../../core/image/revocation';
import { snapshotsToRestore, undeleted } from '../../core/cleanup/undeletion';
import type { Ec2Image } from '../../core/model/ec2';
import type { Image } from '../../core/model/image';
import { tagKeys } from '../../core/tags';

// EC2 shows a restored image a little later. A request has 30 seconds.
const lookDelays = [1, 2, 4];

/**
 * Brings a removed image of the home account back from the Recycle Bin: its snapshots first, then the image, enabled
 * and with its launch permissions unless it is revoked. Then its tags, its protection and its record are as before the
 * removal. Repeating it completes what was interrupted. Throws ImageNotFound when the bin does not have the image, and
 * WrongState when it does not have one of its snapshots.
 */
export async function undelete(image: Image, now: Date): Promise<Image> {
  const { region, ami_id: id } = image;
  if (!(await isInEc2(image))) await restoreFromBin(image);
  const restored = await shown(image);
  if (!isRevoked(image)) {
    if (restored.state === 'disabled') await enableUnlessEnabled(region, id);
    await addLaunchPermissions(region, id, image.removed_permissions ?? []);
  }
  // IAM allows each kind of tag by itself.
  await untagResources(region, [id], scheduleKeys);
  await untagResources(region, [id], [tagKeys.cleanupMarked]);
  const protection = protectionOf(restored.tags);
  if (protection) await enableDeregistrationProtection(region, id, protection);
  return updateImage(region, id, (record) => undeleted(record, restored, now));
}

/**
 * Returns what an undeletion of a removed image would find: when the Recycle Bin deletes it for good, or undefined for
 * an image that EC2 has again, whose undeletion was interrupted. Throws as `undelete` does.
 */
export async function findUndeletable(image: Image): Promise<string | undefined> {
  return (await isInEc2(image)) ? undefined : (await findInBin(image)).until;
}

async function isInEc2({ region, ami_id: id }: Image): Promise<boolean> {
  const known = await describeImage(region, id);
  return known !== undefined && known.state !== 'deregistered';
}

/** What the Recycle Bin has of a removed image. */
interface Binned {
  /** When the bin deletes the image for good. */
  until: string;
  /** The snapshots of the image that are in the bin; the others still exist. */
  snapshots: string[];
}

/**
 * Returns what the Recycle Bin has of a removed image. Throws ImageNotFound when it does not have the image, and
 * WrongState when it does not have one of its snapshots.
 */
async function findInBin({ region, ami_id: id, name, snapshots }: Image): Promise<Binned> {
  const until = (await imagesInBin(region)).get(id);
  if (until === undefined)
    throw new SpawnError(
      'ImageNotFound',
      `the image ${id} (${name}) is not in the Recycle Bin of ${region}: no retention rule matched when it was removed, or its retention period is over. spawn doctor shows the rules; build the image again.`,
      { ami_id: id, region },
    );
  const ids = snapshots.map(({ snapshot_id }) => snapshot_id);
  const [there, binned] = await Promise.all([describeSnapshots(region, ids), snapshotsInBin(region)]);
  const { restore, lost } = snapshotsToRestore(ids, there, binned);
  if (lost.length > 0)
    throw new SpawnError(
      'WrongState',
      `the image ${id} (${name}) cannot be restored: the Recycle Bin of ${region} does not have its snapshots ${lost.join(', ')}. Build the image again, and add a retention rule for snapshots.`,
      { ami_id: id, region, snapshots: lost },
    );
  return { until, snapshots: restore };
}

/** Restores the snapshots that are in the bin, and then the image. */
async function restoreFromBin(image: Image): Promise<void> {
  const { region, ami_id: id } = image;
  for (const snapshot of (await findInBin(image)).snapshots) await restoreSnapshotFromBin(region, snapshot);
  await restoreImageFromBin(region, id);
}

async function shown(image: Image): Promise<Ec2Image> {
  const { region, ami_id: id } = image;
  return withRetries(
    lookDelays,
    () => true,
    async () => {
      const found = await describeImage(region, id);
      if (found && found.state !== 'deregistered') return found;
      throw new SpawnError('AwsUnavailable', `EC2 does not show the restored image ${id} in ${region} yet: retry.`, {
        ami_id: id,
        region,
      });
    },
  );
}
