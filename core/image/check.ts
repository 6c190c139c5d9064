import { isDeprecated } from './deprecation';
import { SpawnError } from '../errors';
import type { Architecture, Image } from '../model/image';
import { checkNotRevoked } from './revocation';
import { tagKeys } from '../tags';
import { isGone } from './usability';

export type ImageUse = 'test' | 'replicate' | 'launch' | 'build-on' | 'promote';

const verbs: Record<ImageUse, string> = {
  test: 'tested',
  replicate: 'replicated',
  launch: 'launched',
  'build-on': 'built upon',
  promote: 'promoted',
};

/**
 * Returns the image if it may be used that way. Throws ImageNotFound when there is none or it is gone, WrongState
 * while it is pending, disabled or not published, ImageRevoked for a revoked image, and ImageDeprecated when a
 * deprecated image is to be replicated, built upon or promoted. A deprecated image can still be tested, and launched
 * by its id, with a warning.
 */
export function checkImage(image: Image | undefined, amiId: string, use: ImageUse): Image {
  if (!image)
    throw new SpawnError(
      'ImageNotFound',
      `there is no image ${amiId} in the catalog: list the images with spawn list-amis --region all.`,
      { ami_id: amiId },
    );
  const details = { ami_id: amiId, state: image.state };
  const [who, verb] = [`the image ${amiId} (${image.name})`, verbs[use]];
  if (isGone(image)) {
    throw new SpawnError(
      'ImageNotFound',
      `${who} no longer exists in ${image.region}: it was deregistered. Use another image.`,
      details,
    );
  }
  checkNotRevoked(image, verb);
  if (image.state === 'pending' || image.state === 'transient') {
    throw new SpawnError(
      'WrongState',
      `${who} is still being created and cannot be ${verb} yet: wait with spawn wait ${amiId}.`,
      details,
    );
  }
  if (image.state !== 'available') {
    const advice =
      image.state !== 'disabled' ? 'build it again' : isMarked(image) ? whyMarked(image) : 'enable it first';
    throw new SpawnError('WrongState', `${who} is ${image.state} and cannot be ${verb}: ${advice}.`, details);
  }
  if (image.lifecycle === 'candidate' && use !== 'test') {
    throw new SpawnError(
      'WrongState',
      `${who} is a candidate that its build has not published, and cannot be ${verb}: wait for the build.`,
      details,
    );
  }
  if (image.deprecated && use !== 'test' && use !== 'launch') {
    throw new SpawnError(
      'ImageDeprecated',
      `${who} is deprecated${replacementOf(image)}, and cannot be ${verb}: use a newer image.`,
      details,
    );
  }
  return image;
}

const day = 86_400_000;

/**
 * Returns the warnings of a launch of this image; none for a current image. "Deprecated AMIs still work but show
 * warnings; after 30 days, warn on every launch; after 90 days, consider deregistering": the text grows with the age.
 * An image that a cleanup has marked is about to be removed.
 */
export function launchWarnings(image: Image, now: Date): string[] {
  const marked = isMarked(image)
    ? [`the image ${image.name} is about to be removed: ${whyMarked(image)}, or launch another image`]
    : [];
  return [...marked, ...deprecationWarnings(image, now)];
}

function isMarked({ tags }: Image): boolean {
  return tags[tagKeys.cleanupMarked] !== undefined;
}

function whyMarked({ ami_id, tags }: Image): string {
  return `a cleanup marked it at ${tags[tagKeys.cleanupMarked]} and removes it after its grace period; keep it with spawn ami restore ${ami_id}`;
}

function deprecationWarnings(image: Image, now: Date): string[] {
  if (!image.deprecated && !isDeprecated(image.tags, now)) return [];
  const { [tagKeys.deprecationReason]: reason, [tagKeys.deprecatedDate]: date } = image.tags;
  const why = `${reason ? `: ${reason}` : ''}${replacementOf(image)}`;
  const days = date === undefined ? 0 : Math.floor((now.getTime() - Date.parse(date)) / day);
  if (days > 90)
    return [
      `the image ${image.name} has been deprecated for ${days} days and may be removed${why}; launch a newer image`,
    ];
  if (days > 30) return [`the image ${image.name} has been deprecated for ${days} days${why}; launch a newer image`];
  return [`the image ${image.name} is deprecated${why}`];
}

/** Returns the warning of a launch of an image outside the catalog that its owner has deprecated. */
export function vendorWarnings(image: { image_id: string; deprecation_time?: string }, now: Date): string[] {
  const { deprecation_time: since } = image;
  if (since === undefined || Date.parse(since) > now.getTime()) return [];
  const advice = 'choose a newer image, or `--ami auto` for the newest Amazon Linux 2023';
  return [`${image.image_id} was deprecated by its owner on ${since.slice(0, 10)}: ${advice}.`];
}

/** Throws NotManaged when the image belongs to another deployment, which alone may change it, or is not managed. */
export function checkOwnImage(image: Image, deployment: string): void {
  if (image.lifecycle === 'unmanaged')
    throw new SpawnError(
      'NotManaged',
      `the image ${image.ami_id} has no tag ${tagKeys.managed}=true, and spawn changes managed images only: bring it under management with spawn tag-ami ${image.ami_id}.`,
      { ami_id: image.ami_id },
    );
  if (image.deployment !== undefined && image.deployment !== deployment) {
    throw new SpawnError(
      'NotManaged',
      `the image ${image.ami_id} belongs to the deployment ${image.deployment}: change it there.`,
      { ami_id: image.ami_id, deployment: image.deployment },
    );
  }
}

/**
 * Throws as checkOwnImage does, and WrongState for a candidate or an image that is still being created: only a
 * published image with the tag of this deployment may be changed, because IAM allows nothing else. `verb` is the past
 * participle of the action, such as deprecated.
 */
export function checkChangeable(image: Image, deployment: string, verb: string): void {
  const who = `the image ${image.ami_id} (${image.name})`;
  const details = { ami_id: image.ami_id, state: image.state };
  if (isGone(image)) {
    throw new SpawnError(
      'ImageNotFound',
      `${who} no longer exists in ${image.region}: it was deregistered. Use another image.`,
      details,
    );
  }
  checkOwnImage(image, deployment);
  if (image.deployment === undefined) {
    throw new SpawnError(
      'NotManaged',
      `${who} has no tag ${tagKeys.deployment}: bring it under management with spawn tag-ami ${image.ami_id}.`,
      details,
    );
  }
  if (image.lifecycle === 'candidate' || image.state === 'pending') {
    throw new SpawnError(
      'WrongState',
      `${who} is not published yet and cannot be ${verb}: wait for its build.`,
      details,
    );
  }
}

function replacementOf(image: Image): string {
  const replacement = image.tags[tagKeys.replacement];
  return replacement ? ` (replaced by ${replacement})` : '';
}

/**
 * Returns why an image does not match the architecture or the GPU requirement; undefined when it matches, or nothing
 * is required.
 */
export function unfitFor(
  image: Pick<Image, 'architecture' | 'gpu'>,
  { architecture, gpu }: { architecture?: Architecture; gpu?: boolean },
): string | undefined {
  if (architecture && image.architecture !== architecture) return `is for ${image.architecture}, not ${architecture}`;
  if (gpu !== undefined && image.gpu !== gpu) return image.gpu ? 'is for a GPU' : 'has no GPU support';
  return undefined;
}
