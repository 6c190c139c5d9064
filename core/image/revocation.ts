import { SpawnError } from '../errors';
import type { Image, LaunchPermission, Revocation } from '../model/image';
import { present, tagTime } from './tags';
import { tagKeys, type Tags } from '../tags';
import { isAsWritten, protects, written } from '../lib/text-boolean';

/** The tags of the states that are scheduled for a deprecated image. */
export const scheduleKeys = [tagKeys.disableAt, tagKeys.removeAt] as const;

/** The tags of a revocation. */
export const revocationKeys = [tagKeys.revoked, tagKeys.revokedDate, tagKeys.revocationReason] as const;

/** The tags that a restore removes. */
export const restoredKeys = [...revocationKeys, ...scheduleKeys] as const;

/**
 * Returns whether an image is revoked, or its revocation has begun: nobody may use it. The tag counts too, unless it
 * says no, so that an image which somebody enables outside spawn stays revoked.
 */
export function isRevoked(image: { tags: Tags; revocation?: Revocation }): boolean {
  return image.revocation !== undefined || protects(image.tags[tagKeys.revoked]);
}

/** Returns why an image was revoked; undefined when no reason is recorded, or it is not revoked. */
export function revocationReason({ tags, revocation }: { tags: Tags; revocation?: Revocation }): string | undefined {
  return revocation?.reason ?? tags[tagKeys.revocationReason];
}

/**
 * Throws ImageRevoked, with the reason, for a revoked image; `verb` is the past participle of the action, such as
 * launched.
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
    `the image ${image.ami_id} (${image.name}) was revoked${reason ? `: ${reason}` : ''}; it cannot be ${verb}. Use another image, or undo the revocation with spawn ami restore ${image.ami_id}.`,
    { ami_id: image.ami_id, ...details },
  );
}

/** Returns the tags that mark an image in EC2 as revoked. */
export function revocationTags({ at, reason }: Pick<Revocation, 'at' | 'reason'>): Tags {
  return present({
    [tagKeys.revoked]: written,
    [tagKeys.revokedDate]: tagTime(new Date(at)),
    [tagKeys.revocationReason]: reason,
  });
}

/**
 * Returns the revocation to write before anything happens in EC2. EC2 removes an image's launch permissions when it is
 * disabled and restores none (user guide, "Disable an AMI"): the permissions that were recorded first are kept when
 * the revocation is repeated.
 */
export function revocationOf(
  image: Image,
  wanted: { reason: string; by?: string; because_of?: string; now: Date },
  permissions: readonly LaunchPermission[],
): Revocation {
  const known = image.revocation;
  // An image that was revoked on its own is not restored together with another image.
  const because_of = known ? known.because_of : wanted.because_of;
  return {
    at: known?.at ?? wanted.now.toISOString(),
    reason: wanted.reason,
    ...((known?.by ?? wanted.by) !== undefined && { by: known?.by ?? wanted.by }),
    ...(because_of !== undefined && { because_of }),
    launch_permissions: known?.launch_permissions ?? [...permissions],
  };
}

/** Returns whether a revocation with this reason is complete. */
export function isRevokedWith(image: Image, reason: string): boolean {
  return image.state === 'disabled' && image.revocation?.reason === reason && isAsWritten(image.tags[tagKeys.revoked]);
}

/** Returns the record of an image that EC2 has disabled for a revocation. */
export function revoked(image: Image, revocation: Revocation, now: Date): Image {
  return {
    ...image,
    state: 'disabled',
    revocation,
    tags: { ...image.tags, ...revocationTags(revocation) },
    updated_at: now.toISOString(),
  };
}

/**
 * Returns the record of a restored image, without any trace of the revocation and without what was scheduled for it,
 * which would end the image again.
 */
export function restored(image: Image, now: Date): Image {
  return {
    ...image,
    state: isRevoked(image) ? 'available' : image.state,
    revocation: undefined,
    removal_postponed: undefined,
    tags: Object.fromEntries(
      Object.entries(image.tags).filter(([key]) => !(restoredKeys as readonly string[]).includes(key)),
    ),
    updated_at: now.toISOString(),
  };
}
