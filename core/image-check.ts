import { SpawnError } from './errors';
import type { Image } from './image';
import { tagKeys } from './tags';

export type ImageUse = 'test' | 'replicate' | 'launch' | 'build-on';

const verbs: Record<ImageUse, string> = { test: 'tested', replicate: 'replicated', launch: 'launched', 'build-on': 'built upon' };

/**
 * Gives the image back if it may be used that way. Throws ImageNotFound when there is none or it is gone, WrongState while
 * it is pending, disabled or not published, and ImageDeprecated when a deprecated one is to be replicated or built upon.
 * A deprecated image can still be tested, and launched by its id, with a warning.
 */
export function checkImage(image: Image | undefined, amiId: string, use: ImageUse): Image {
  if (!image) throw new SpawnError('ImageNotFound', `there is no image ${amiId} in the catalog: look at spawn list-amis --region all.`, { ami_id: amiId });
  const details = { ami_id: amiId, state: image.state };
  const [who, verb] = [`the image ${amiId} (${image.name})`, verbs[use]];
  if (image.state === 'vanished' || image.state === 'deregistered') {
    throw new SpawnError('ImageNotFound', `${who} does not exist any more in ${image.region}: it was deregistered.`, details);
  }
  if (image.state === 'pending' || image.state === 'transient') {
    throw new SpawnError('WrongState', `${who} is still being made and cannot be ${verb} yet: wait with spawn wait ${amiId}.`, details);
  }
  if (image.state !== 'available') {
    const advice = image.state === 'disabled' ? 'enable it first' : 'build it again';
    throw new SpawnError('WrongState', `${who} is ${image.state} and cannot be ${verb}: ${advice}.`, details);
  }
  if (image.lifecycle === 'candidate' && use !== 'test') {
    throw new SpawnError('WrongState', `${who} is a candidate whose build has not published it, and cannot be ${verb}: wait for the build.`, details);
  }
  if (image.deprecated && (use === 'replicate' || use === 'build-on')) {
    throw new SpawnError('ImageDeprecated', `${who} is deprecated${replacementOf(image)}, and cannot be ${verb}: use a newer one.`, details);
  }
  return image;
}

/** The warnings that a launch of this image gives; empty for a current one. */
export function launchWarnings(image: Image): string[] {
  if (!image.deprecated) return [];
  const reason = image.tags[tagKeys.deprecationReason];
  return [`the image ${image.name} is deprecated${reason ? `: ${reason}` : ''}${replacementOf(image)}`];
}

/** Throws NotManaged when the image belongs to another deployment, which alone may change it, or to nobody. */
export function checkOwnImage(image: Image, deployment: string): void {
  if (image.lifecycle === 'unmanaged') throw new SpawnError('NotManaged', `the image ${image.ami_id} carries no tag ${tagKeys.managed}=true: spawn does not change it.`, { ami_id: image.ami_id });
  if (image.deployment !== undefined && image.deployment !== deployment) {
    throw new SpawnError('NotManaged', `the image ${image.ami_id} belongs to the deployment ${image.deployment}: change it there.`, { ami_id: image.ami_id, deployment: image.deployment });
  }
}

function replacementOf(image: Image): string {
  const replacement = image.tags[tagKeys.replacement];
  return replacement ? ` (replaced by ${replacement})` : '';
}
