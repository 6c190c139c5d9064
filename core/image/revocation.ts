import { SpawnError } from '../errors';
import type { Image, LaunchPermission, Revocation } from '../model/image';
import { present, tagTime } from './tags';
import { tagKeys, type Tags } from '../tags';
import { isAsWritten, protects, written } from '../lib/text-boolean';

/** The tags of a revocation: a restored image loses all of them. */
export const revocationKeys = [tagKeys.revoked, tagKeys.revokedDate, tagKeys.revocationReason] as const;

/**
 * Whether an image is revoked, or was about to be when something broke: nobody may use it any more. The tag counts too,
 * unless it says no, so that an image which somebody enables outside spawn stays revoked.
 */
export function isRevoked(image: { tags: Tags; revocation?: Revocation }): boolean {
  return image.revocation !== undefined || protects(image.tags[tagKeys.revoked]);
}

/** Why an image was revoked; undefined when nobody knows, or it is not. */
export function revocationReason({ tags, revocation }: { tags: Tags; revocation?: Revocation }): string | undefined {
  return revocation?.reason ?? tags[tagKeys.revocationReason];
}

/**
 * Throws ImageRevoked, with the reason, for an image that must not be used in any way; `verb` is what is asked for,
 * such as launched.
 */
export function checkNotRevoked(
  image: { ami_id: string; name: string; tags: Tags; revocation?: Revocation },
  verb: string,
  details: Record<string, unknown> = {},
): void {
  if (!isRevoked(image)) return;
  const reason = revocationReason(image);
  throw new SpawnError(
    'ImageRevoked',
    `the image ${image.ami_id} (${image.name}) was revoked${reason ? `: ${reason}` : ''}; it cannot be ${verb}: use another one, or take that back with spawn ami restore ${image.ami_id}.`,
    { ami_id: image.ami_id, ...details },
  );
}

/** The tags that say of an image in EC2 that it is revoked. */
export function revocationTags({ at, reason }: Pick<Revocation, 'at' | 'reason'>): Tags {
  return present({
    [tagKeys.revoked]: written,
    [tagKeys.revokedDate]: tagTime(new Date(at)),
    [tagKeys.revocationReason]: reason,
  });
}

/**
 * The revocation as it is written before anything happens in EC2. EC2 takes an image's launch permissions away when it
 * is disabled and gives none back (user guide, "Disable an AMI"): those that were written first stay, also when the
 * revocation is asked for again.
 */
export function revocationOf(
  image: Image,
  wanted: { reason: string; by?: string; because_of?: string; now: Date },
  permissions: readonly LaunchPermission[],
): Revocation {
  const known = image.revocation;
  // What was revoked by itself before is not restored with another image.
  const because_of = known ? known.because_of : wanted.because_of;
  return {
    at: known?.at ?? wanted.now.toISOString(),
    reason: wanted.reason,
    ...((known?.by ?? wanted.by) !== undefined && { by: known?.by ?? wanted.by }),
    ...(because_of !== undefined && { because_of }),
    launch_permissions: known?.launch_permissions ?? [...permissions],
  };
}

/** Whether all that a revocation does to an image is done, with this reason. */
export function isRevokedWith(image: Image, reason: string): boolean {
  return image.state === 'disabled' && image.revocation?.reason === reason && isAsWritten(image.tags[tagKeys.revoked]);
}

/** The record of an image that EC2 has disabled for a revocation. */
export function revoked(image: Image, revocation: Revocation, now: Date): Image {
  return {
    ...image,
    state: 'disabled',
    revocation,
    tags: { ...image.tags, ...revocationTags(revocation) },
    updated_at: now.toISOString(),
  };
}

/** The record of an image that is restored: nothing says any more that it was revoked. */
export function restored(image: Image, now: Date): Image {
  const tags = Object.fromEntries(
    Object.entries(image.tags).filter(([key]) => !(revocationKeys as readonly string[]).includes(key)),
  );
  return { ...image, state: 'available', revocation: undefined, tags, updated_at: now.toISOString() };
}
