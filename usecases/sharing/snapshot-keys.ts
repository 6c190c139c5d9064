import { describeSnapshots } from '../../aws/image/snapshots';
import type { Image } from '../../core/model/image';

/**
 * Returns the encrypted snapshots of an image with the current key of each; without a key where EC2 does not show it.
 */
export async function snapshotKeys({ region, snapshots }: Image): Promise<{ snapshot_id: string; key_arn?: string }[]> {
  const encrypted = snapshots.filter((snapshot) => snapshot.encrypted).map(({ snapshot_id }) => snapshot_id);
  if (encrypted.length === 0) return [];
  const found = await describeSnapshots(region, encrypted);
  return encrypted.map((snapshot_id) => ({
    snapshot_id,
    key_arn: found.find((snapshot) => snapshot.snapshot_id === snapshot_id)?.kms_key_id,
  }));
}
