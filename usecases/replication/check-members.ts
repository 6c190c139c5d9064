import { describeKey } from '../../aws/key/keys';
import { credentialsIn } from '../../aws/client/members';
import { checkCopyKey } from '../../core/replication/keys';
import type { Image } from '../../core/model/image';
import type { MemberLocation } from '../../core/model/location';
import { checkSharing } from '../../core/sharing/check';
import { managedKeys } from '../sharing/managed-keys';

/**
 * Checks that copies in member accounts are possible, before anything is created. Throws AccountNotReachable for an
 * account that is no member or whose role cannot be assumed, KeyNotUsable for a key of another account or region, and
 * EncryptionPreventsSharing for an image encrypted with AWS's own key.
 */
export async function checkMembers(
  image: Image,
  locations: readonly MemberLocation[],
  keys: Record<string, string>,
  now: Date,
): Promise<void> {
  for (const account of new Set(locations.map((location) => location.account))) await credentialsIn(account);
  for (const location of locations) {
    const key = keys[location.region];
    if (key !== undefined) checkCopyKey(location.region, key, await describeKey(location, key), location.account);
  }
  checkSharing(image, [], { keys: await managedKeys(image) }, now);
}
