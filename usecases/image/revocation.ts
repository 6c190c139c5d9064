import { updateImage } from '../../aws/catalog/images';
import { disableImage, launchPermissions } from '../../aws/image/availability';
import { describeImage } from '../../aws/image/describe';
import { tagResources } from '../../aws/client/resource-tags';
import type { Image } from '../../core/model/image';
import { locationOf } from '../../core/model/location';
import { withoutGrantees } from '../../core/replication/copy-grants';
import { revocationOf, revocationTags, revoked } from '../../core/image/revocation';
import type { ImageChange } from './change';

/**
 * Returns the change that revokes one image. The record has the launch permissions before EC2 removes them, and the
 * tags are set before the image is disabled. After an interruption the image counts as revoked, and the same request
 * completes the revocation. Without a caller, the nightly run revokes.
 */
export function revocation(
  image: Image,
  { reason, because_of }: { reason: string; because_of?: string },
  { caller, now }: { caller?: string; now: Date },
): ImageChange {
  const wanted = { reason, by: caller, because_of, now };
  const { ami_id } = image;
  const location = locationOf(image);
  const act = async () => {
    // After an earlier try, EC2 may already have removed the permissions that the record has.
    const permissions = image.revocation ? [] : withoutGrantees(await launchPermissions(location, ami_id), image);
    const written = await updateImage(location, ami_id, (record) => ({
      revocation: revocationOf(record, wanted, permissions),
    }));
    await tagResources(location, [ami_id], revocationTags({ at: written.revocation?.at ?? now.toISOString(), reason }));
    if ((await describeImage(location, ami_id))?.state !== 'disabled') await disableImage(location, ami_id);
  };
  return { image, act, record: (record) => revoked(record, revocationOf(record, wanted, []), now), detail: reason };
}
