import { putRemoval } from '../../aws/catalog/cleanups';
import { getImage, updateImage } from '../../aws/catalog/images';
import { errorUnlessGone } from '../../aws/client/gone';
import {
  addLaunchPermissions,
  disableImage,
  enableUnlessEnabled,
  launchPermissions,
} from '../../aws/image/availability';
import type { Removal } from '../../core/cleanup/run';
import type { Ec2Image } from '../../core/model/ec2';
import { disablingOf } from '../../core/cleanup/last-look';
import { isRevoked } from '../../core/image/revocation';

/**
 * Disables a marked image, so that nobody can launch it before it is removed. Records its previous state first, so that
 * any later run can restore it. Leaves an image that cannot be launched anyway unchanged.
 */
export async function disableForRemoval(
  removal: Removal,
  { region, image_id: id, state }: Ec2Image,
  now: Date,
): Promise<void> {
  const known = removal.disabled;
  const permissions = known === undefined && state === 'available' ? await launchPermissions(region, id) : [];
  const disabled = disablingOf(known, state, permissions, now);
  if (!known) await putRemoval({ ...removal, disabled });
  if (!disabled.by_cleanup) return;
  await disableImage(region, id);
  // For the rest of a grace period, launches by spawn say why they fail.
  if (removal.disable_during_grace && (await getImage(region, id)))
    await updateImage(region, id, (record) =>
      record.state === 'available' ? { state: 'disabled', updated_at: now.toISOString() } : undefined,
    );
}

/**
 * Restores an image that the cleanup disabled: enables it with its previous launch permissions. An image that was
 * revoked meanwhile stays disabled, and its revocation keeps the permissions. Returns the removal without what is done.
 * Repeating it has no effect.
 */
export async function giveBack(removal: Removal, reasons: string[], now: Date): Promise<Removal> {
  const { disabled, ...rest } = removal;
  if (!disabled?.by_cleanup) return rest;
  const { region, id } = removal;
  await putRemoval({ ...removal, disabled: { ...disabled, given_back: reasons } });
  const record = await getImage(region, id);
  const permissions = disabled.launch_permissions;
  if (record && isRevoked(record)) {
    await updateImage(region, id, ({ revocation }) =>
      revocation && revocation.launch_permissions.length === 0
        ? { revocation: { ...revocation, launch_permissions: permissions } }
        : undefined,
    );
    return rest;
  }
  try {
    await enableUnlessEnabled(region, id);
    await addLaunchPermissions(region, id, permissions);
  } catch (error) {
    const end = await errorUnlessGone(region, id, error);
    if (end !== undefined) throw end;
  }
  if (record)
    await updateImage(region, id, ({ state }) =>
      state === 'disabled' ? { state: 'available', updated_at: now.toISOString() } : undefined,
    );
  return rest;
}
