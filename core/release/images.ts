import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { partsOfLocation, type Location } from '../model/location';
import { isGone } from '../image/usability';

/**
 * Returns the images with all that they were copied from or to, over any number of copies, existing or not; the given
 * images first.
 */
export function lineageOf(images: readonly Image[], known: readonly Image[]): Image[] {
  const lineage = [...images];
  for (const member of lineage) {
    const next = known.filter((other) => isCopy(other, member) || isCopy(member, other));
    lineage.push(...next.filter((other) => !lineage.some(({ ami_id }) => ami_id === other.ami_id)));
  }
  return lineage;
}

/** Returns an image with all that it was copied from or to, itself first; others that are gone are left out. */
export function imagesOfRelease(image: Image, images: readonly Image[]): Image[] {
  return lineageOf([image], images).filter((member) => member === image || !isGone(member));
}

/**
 * Returns the replacement if it may replace the images of a release. Throws InvalidRequest for an image of that
 * release, ImageNotFound when it is gone, WrongState while it cannot be launched, ImageDeprecated when it is
 * deprecated.
 */
export function checkReplacement(replacement: Image, release: readonly Image[]): Image {
  const { ami_id, state } = replacement;
  const who = `the replacement ${ami_id} (${replacement.name})`;
  if (release.some((image) => image.ami_id === ami_id)) {
    throw new SpawnError('InvalidRequest', `${who} is the image itself or a copy of it: name another image.`, {
      replacement: ami_id,
    });
  }
  if (isGone(replacement)) {
    throw new SpawnError('ImageNotFound', `${who} no longer exists: name another image.`, {
      replacement: ami_id,
      state,
    });
  }
  if (state !== 'available' || replacement.lifecycle !== 'published') {
    throw new SpawnError(
      'WrongState',
      `${who} is ${state === 'available' ? 'not published' : state}: name an image that can be launched.`,
      { replacement: ami_id, state },
    );
  }
  if (replacement.deprecated)
    throw new SpawnError('ImageDeprecated', `${who} is itself deprecated: name an image that is not.`, {
      replacement: ami_id,
    });
  return replacement;
}

/**
 * Returns a warning when the replacement cannot simply take the place of an image: it has another architecture, is of
 * another stack, or is another variant of the stack.
 */
export function replacementWarnings(replacement: Image, image: Image): string[] {
  const who = `the replacement ${replacement.ami_id} (${replacement.name})`;
  if (replacement.architecture !== image.architecture)
    return [
      `${who} is for ${replacement.architecture}, and ${image.ami_id} for ${image.architecture}: they run on different instance types.`,
    ];
  if (replacement.stack !== image.stack)
    return [
      `${who} is of the stack ${replacement.stack ?? '(none)'}, and ${image.ami_id} of ${image.stack ?? '(none)'}.`,
    ];
  if (replacement.variant !== image.variant)
    return [
      `${who} is the variant ${replacement.variant ?? '(none)'}, and ${image.ami_id} is ${image.variant ?? '(none)'}.`,
    ];
  return [];
}

/**
 * Returns the id of the replacement for an image in a location: the replacement's copy there, otherwise the image that
 * was named. A member account cannot launch the named image, so there it is the copy or undefined.
 */
export function replacementIn(location: Location, replacement: Image, release: readonly Image[]): string | undefined {
  const { region, account } = partsOfLocation(location);
  const there = release.find(
    (image) => image.region === region && image.account === account && image.state === 'available' && !image.deprecated,
  );
  if (account !== undefined) return there?.ami_id;
  return (replacement.region === region ? replacement : (there ?? replacement)).ami_id;
}

function isCopy(copy: Image, original: Image): boolean {
  return copy.replicated_from === original.ami_id;
}
