import { groupBy } from '../lib/group';
import type { Image } from '../model/image';
import { compareVersions } from '../lib/version';
import { isGone, isUsable } from '../image/usability';
import { variantOf } from '../model/variant';

/** A release: an image and its copies in other regions, identified by the id of the original. */
export interface Release {
  release: string;
  version?: string;
  variant: string;
  image_name: string;
  creation_date: string;
  images: Image[];
}

/** Maps images by their ids, to look up what they were copied from. */
export function imagesById(images: readonly Image[]): Map<string, Image> {
  return new Map(images.map((image) => [image.ami_id, image]));
}

/** Returns the id of the original of an image, over any number of known copies; its own id when it is an original. */
export function releaseIdOf(
  image: Pick<Image, 'ami_id' | 'replicated_from'>,
  known: ReadonlyMap<string, Pick<Image, 'ami_id' | 'replicated_from'>>,
): string {
  const seen = new Set<string>();
  let current = image;
  while (current.replicated_from !== undefined && !seen.has(current.ami_id)) {
    seen.add(current.ami_id);
    const source = current.replicated_from;
    current = known.get(source) ?? { ami_id: source, replicated_from: undefined };
  }
  return current.ami_id;
}

/** Returns the variant of an image as channels know it: its own, or the one derived from architecture and GPU. */
export function variantKeyOf(image: Pick<Image, 'variant' | 'architecture' | 'gpu'>): string {
  return image.variant ?? variantOf(image);
}

/**
 * Groups images of a stack into releases. Images that are gone are left out; a release stays as long as one of its
 * images is left.
 */
export function groupReleases(images: readonly Image[]): Release[] {
  const known = imagesById(images);
  const groups = groupBy(
    images.filter((image) => !isGone(image)),
    (image) => releaseIdOf(image, known),
  );
  return [...groups].flatMap(([release, members]) => {
    const known = members.find(({ ami_id }) => ami_id === release) ?? members[0];
    if (!known) return [];
    return [
      {
        release,
        version: known.version,
        variant: variantKeyOf(known),
        image_name: known.name,
        creation_date: known.creation_date,
        images: members,
      },
    ];
  });
}

/** Returns whether at least one image of a release may be used. */
export function isReleaseUsable(release: Release | undefined): release is Release {
  return release !== undefined && release.images.some(isUsable);
}

/** Sorts releases by version, newest first, then by creation date. */
export function newestReleaseFirst(left: Release, right: Release): number {
  return (
    compareVersions(right.version ?? '', left.version ?? '') || right.creation_date.localeCompare(left.creation_date)
  );
}
