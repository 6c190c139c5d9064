import { environment } from '../../aws/client/environment';
import { blocksPublicImages, blocksPublicSnapshots, publicImages } from '../../aws/image/shares';
import type { Image, Share } from '../../core/model/image';
import type { SharingFacts } from '../../core/sharing/check';
import { managedKeys } from './managed-keys';

/**
 * What has to be known before an image is shared: its keys, and for everybody the account's blocks and public images of
 * the region.
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
      quota: environment().settings.public_image_quota,
    },
  };
}
