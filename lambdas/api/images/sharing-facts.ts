import { environment } from '../../../aws/environment';
import { blocksPublicImages, blocksPublicSnapshots, publicImages } from '../../../aws/image-shares';
import { describeKey } from '../../../aws/keys';
import { describeSnapshots } from '../../../aws/snapshots';
import type { Image, Share } from '../../../core/image';
import type { SharingFacts } from '../../../core/sharing-check';

/** The keys of an image's encrypted snapshots, and who manages each. */
async function keysOf({ region, snapshots }: Image): Promise<SharingFacts['keys']> {
  const encrypted = snapshots.filter((snapshot) => snapshot.encrypted).map(({ snapshot_id }) => snapshot_id);
  if (encrypted.length === 0) return [];
  const found = await describeSnapshots(region, encrypted);
  return Promise.all(
    encrypted.map(async (snapshot_id) => {
      const key_arn = found.find((snapshot) => snapshot.snapshot_id === snapshot_id)?.kms_key_id;
      return { snapshot_id, key_arn, manager: key_arn === undefined ? ('unknown' as const) : ((await describeKey(region, key_arn))?.manager ?? 'unknown') };
    }),
  );
}

/** What has to be known before an image is shared: its keys, and for everybody the account's blocks and public images of the region. */
export async function sharingFacts(image: Image, wanted: readonly Share[]): Promise<SharingFacts> {
  const { region } = image;
  const keys = await keysOf(image);
  if (!wanted.some(({ kind }) => kind === 'public')) return { keys };
  const [images_blocked, snapshots_blocked, public_images] = await Promise.all([blocksPublicImages(region), blocksPublicSnapshots(region), publicImages(region)]);
  return { keys, public_access: { images_blocked, snapshots_blocked, public_images, quota: environment().settings.public_image_quota } };
}
