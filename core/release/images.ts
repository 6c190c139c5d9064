import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { partsOfLocation, type Location } from '../model/location';
import { isGone } from '../image/usability';

/**
 * The images that some were copied from or to, over any number of copies, themselves first, whether or not they still
 * exist.
 */
export function lineageOf(images: readonly Image[], known: readonly Image[]): Image[] {
  const lineage = [...images];
  for (const member of lineage) {
    const next = known.filter((other) => isCopy(other, member) || isCopy(member, other));
    lineage.push(...next.filter((other) => !lineage.some(({ ami_id }) => ami_id === other.ami_id)));
  }
  return lineage;
}

/** The images that one image was copied from or to, itself first; others that are gone are left out. */
export function imagesOfRelease(image: Image, images: readonly Image[]): Image[] {
  return lineageOf([image], images).filter((member) => member === image || !isGone(member));
}

/**
 * Gives the replacement back if it may replace the images of a release. Throws InvalidRequest for one of them,
 * ImageNotFound for one that is gone, WrongState while it cannot be launched, ImageDeprecated when it is deprecated
 * itself.
 */
export function checkReplacement(replacement: Image, release: readonly Image[]): Image {
  const { ami_id, state } = replacement;
  const who = `the replacement ${ami_id} (${replacement.name})`;
  if (release.some((image) => image.ami_id === ami_id)) {
    throw new SpawnError('InvalidRequest', `${who} is the image itself or a copy of it: name another one.`, {
      replacement: ami_id,
    });
  }
  if (isGone(replacement)) {
    throw new SpawnError('ImageNotFound', `${who} does not exist any more: name another one.`, {
      replacement: ami_id,
      state,
    });
  }
  if (state !== 'available' || replacement.lifecycle !== 'published') {
    throw new SpawnError(
      'WrongState',
      `${who} is ${state === 'available' ? 'not published' : state}: name one that can be launched.`,
      { replacement: ami_id, state },
    );
  }
  if (replacement.deprecated)
    throw new SpawnError('ImageDeprecated', `${who} is deprecated itself: name one that is not.`, {
      replacement: ami_id,
    });
  return replacement;
}

/**
 * The id that an image in a place names as its replacement: the replacement's own there if it has one, else the one
 * that was named. A member account has no use for an image that it may not launch, so that there it is its own or none.
 */
export function replacementIn(place: Location, replacement: Image, release: readonly Image[]): string | undefined {
  const { region, account } = partsOfLocation(place);
  const there = release.find(
    (image) => image.region === region && image.account === account && image.state === 'available' && !image.deprecated,
  );
  if (account !== undefined) return there?.ami_id;
  return (replacement.region === region ? replacement : (there ?? replacement)).ami_id;
}

function isCopy(copy: Image, original: Image): boolean {
  return copy.replicated_from === original.ami_id;
}
