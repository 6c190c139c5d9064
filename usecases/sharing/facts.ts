import { blocksPublicImages, blocksPublicSnapshots, publicImages } from '../../aws/image/shares';
import type { Image, Share } from '../../core/model/image';
import type { SharingFacts } from '../../core/sharing/check';
import { readRoom } from '../image/read-room';
import { managedKeys } from './managed-keys';

/**
 * Returns the facts that sharing an image depends on: its keys and, for public sharing, the account's blocks and the
 * number of public images in the region.
 */
export async function sharingFacts(image: Image, wanted: readonly Share[]): Promise<SharingFacts> {
  const { region } = image;
  const keys = await managedKeys(image);
  if (!wanted.some(({ kind }) => kind === 'public')) return { keys };
  const [images_blocked, snapshots_blocked, public_images] = await Promise.all([
    blocksPublicImages(region),
    blocksPublicSnapshots(region),
    publicImages(region),
  ]);
  return {
    keys,
    public_access: {
      images_blocked,
      snapshots_blocked,
      public_images,
      quota: await readRoom('publicImages', region, async () => public_images.length),
    },
  };
}
