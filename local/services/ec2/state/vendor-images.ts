import { createHash } from 'node:crypto';
import { baseImages, type BaseImage } from '../../../fixtures/base-images';
import type { GuestFactory } from '../../../kernel/types';
import type { Image, Snapshot } from './model';

export interface VendorImage {
  image: Image;
  snapshot: Snapshot;
}

/** Returns the public base images of a region, with disks made once for each family. */
export function publishedImages(region: string, guests: GuestFactory): VendorImage[] {
  return baseImages(region).map((base) => vendorImage(base, guests));
}

/** Returns a public image of a vendor and the snapshot behind it. */
export function vendorImage(base: BaseImage, guests: GuestFactory): VendorImage {
  const createdAt = Date.parse(base.creationDate);
  const snapshotId = `snap-${createHash('sha256').update(base.imageId).digest('hex').slice(0, 17)}`;
  const common = { createdAt, visibleAt: 0, ownerId: base.ownerId };
  return {
    image: {
      ...common,
      id: base.imageId,
      name: base.name,
      description: base.description,
      ownerAlias: base.ownerAlias,
      state: 'available',
      architecture: base.architecture,
      creationDate: base.creationDate,
      deprecateAt: base.deprecationDate === undefined ? undefined : Date.parse(base.deprecationDate),
      rootDeviceName: base.rootDeviceName,
      volumes: [
        {
          deviceName: base.rootDeviceName,
          sizeGib: base.sizeGib,
          volumeType: 'gp3',
          encrypted: false,
          deleteOnTermination: true,
          snapshotId,
        },
      ],
      disk: guests.baseDisk(base.family),
      platformDetails: 'Linux/UNIX',
      permissions: [{ Group: 'all' }],
    },
    snapshot: {
      ...common,
      id: snapshotId,
      volumeId: 'vol-ffffffff',
      sizeGib: base.sizeGib,
      state: 'completed',
      encrypted: false,
      description: base.description,
      permissions: [{ Group: 'all' }],
    },
  };
}
