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
 * Gives the image back if it may be used that way. Throws ImageNotFound when there is none or it is gone, WrongState
 * while it is pending, disabled or not published, ImageRevoked for a revoked one, and ImageDeprecated when a deprecated
 * one is to be replicated, built upon or promoted. A deprecated image can still be tested, and launched by its id, with
 * a warning.
 */
export function checkImage(image: Image | undefined, amiId: string, use: ImageUse): Image {
  if (!image)
    throw new SpawnError(
      'ImageNotFound',
      `there is no image ${amiId} in the catalog: look at spawn list-amis --region all.`,
      { ami_id: amiId },
    );
  const details = { ami_id: amiId, state: image.state };
  const [who, verb] = [`the image ${amiId} (${image.name})`, verbs[use]];
  if (isGone(image)) {
    throw new SpawnError(
      'ImageNotFound',
      `${who} does not exist any more in ${image.region}: it was deregistered.`,
      details,
    );
  }
  checkNotRevoked(image, verb);
  if (image.state === 'pending' || image.state === 'transient') {
    throw new SpawnError(
      'WrongState',
      `${who} is still being made and cannot be ${verb} yet: wait with spawn wait ${amiId}.`,
      details,
    );
  }
  if (image.state !== 'available') {
    const advice = image.state === 'disabled' ? 'enable it first' : 'build it again';
    throw new SpawnError('WrongState', `${who} is ${image.state} and cannot be ${verb}: ${advice}.`, details);
  }
  if (image.lifecycle === 'candidate' && use !== 'test') {
    throw new SpawnError(
      'WrongState',
      `${who} is a candidate whose build has not published it, and cannot be ${verb}: wait for the build.`,
      details,
    );
  }
  if (image.deprecated && use !== 'test' && use !== 'launch') {
    throw new SpawnError(
      'ImageDeprecated',
      `${who} is deprecated${replacementOf(image)}, and cannot be ${verb}: use a newer one.`,
      details,
    );
  }
  return image;
}

const day = 86_400_000;

/**
 * The warnings that a launch of this image gives; empty for a current one. "Deprecated AMIs still work but show
 * warnings; after 30 days, warn on every launch; after 90 days, consider deregistering": the text grows with the age.
 */
export function launchWarnings(image: Image, now: Date): string[] {
  if (!image.deprecated && !isDeprecated(image.tags, now)) return [];
  const { [tagKeys.deprecationReason]: reason, [tagKeys.deprecatedDate]: date } = image.tags;
  const why = `${reason ? `: ${reason}` : ''}${replacementOf(image)}`;
  const days = date === undefined ? 0 : Math.floor((now.getTime() - Date.parse(date)) / day);
  if (days > 90)
    return [
      `the image ${image.name} has been deprecated for ${days} days and may be removed${why}; launch a newer one`,
    ];
  if (days > 30) return [`the image ${image.name} has been deprecated for ${days} days${why}; launch a newer one`];
  return [`the image ${image.name} is deprecated${why}`];
}

/** The warning that a launch of an image outside the catalog gives when its owner has deprecated it. */
export function vendorWarnings(image: { image_id: string; deprecation_time?: string }, now: Date): string[] {
  const { deprecation_time: since } = image;
  if (since === undefined || Date.parse(since) > now.getTime()) return [];
  const advice = 'choose a newer image, or `--ami auto` for the newest Amazon Linux 2023';
  return [`${image.image_id} was deprecated by its owner on ${since.slice(0, 10)}: ${advice}.`];
}

/** Throws NotManaged when the image belongs to another deployment, which alone may change it, or to nobody. */
export function checkOwnImage(image: Image, deployment: string): void {
  if (image.lifecycle === 'unmanaged')
    throw new SpawnError(
      'NotManaged',
      `the image ${image.ami_id} carries no tag ${tagKeys.managed}=true: spawn does not change it.`,
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
 * Throws as checkOwnImage does, and WrongState for a candidate or an image that is still being made: what may be
 * changed is published, and carries the tag of this deployment, since IAM lets nothing else be changed. `verb` is what
 * is asked for, such as deprecated.
 */
export function checkChangeable(image: Image, deployment: string, verb: string): void {
  const who = `the image ${image.ami_id} (${image.name})`;
  const details = { ami_id: image.ami_id, state: image.state };
  if (isGone(image)) {
    throw new SpawnError(
      'ImageNotFound',
      `${who} does not exist any more in ${image.region}: it was deregistered.`,
      details,
    );
  }
  checkOwnImage(image, deployment);
  if (image.deployment === undefined) {
    throw new SpawnError(
      'NotManaged',
      `${who} carries no tag ${tagKeys.deployment}: bring it under management with spawn tag-ami ${image.ami_id}.`,
      details,
    );
  }
  if (image.lifecycle === 'candidate' || image.state === 'pending') {
    throw new SpawnError(
      'WrongState',
      `${who} is not published yet and cannot be ${verb}: wait for the build that makes it.`,
      details,
    );
  }
}

function replacementOf(image: Image): string {
  const replacement = image.tags[tagKeys.replacement];
  return replacement ? ` (replaced by ${replacement})` : '';
}

/**
 * Why an image is not for this architecture, or for a machine with or without a GPU; undefined when it is, or when
 * either will do.
 */
export function unfitFor(
  image: Pick<Image, 'architecture' | 'gpu'>,
  { architecture, gpu }: { architecture?: Architecture; gpu?: boolean },
): string | undefined {
  if (architecture && image.architecture !== architecture) return `is for ${image.architecture}, not ${architecture}`;
  if (gpu !== undefined && image.gpu !== gpu) return image.gpu ? 'is for a GPU' : 'has no GPU support';
  return undefined;
}
