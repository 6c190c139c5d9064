import { describeKey } from '../../aws/key/keys';
import type { Image } from '../../core/model/image';
import type { SharingFacts } from '../../core/sharing/check';
import { snapshotKeys } from './snapshot-keys';

/** Returns the keys of an image's encrypted snapshots, with the manager of each (AWS or the customer). */
export async function managedKeys(image: Image): Promise<SharingFacts['keys']> {
  const keys = await snapshotKeys(image);
  return Promise.all(
    keys.map(async ({ snapshot_id, key_arn }) => ({
      snapshot_id,
      key_arn,
      manager:
        key_arn === undefined
          ? ('unknown' as const)
          : ((await describeKey(image.region, key_arn))?.manager ?? 'unknown'),
    })),
  );
}
