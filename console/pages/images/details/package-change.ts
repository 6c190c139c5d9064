import type { ImageAnswer } from '../../../client/types';

/** Returns what happened to a package from one image to another, in one word. */
export function changeOf({ before, version }: { before?: string; version?: string }): 'added' | 'removed' | 'changed' {
  return before === undefined ? 'added' : version === undefined ? 'removed' : 'changed';
}

/** Returns the images that an image can be compared with: others of its variant. */
export function versionsToCompare(
  images: readonly ImageAnswer[],
  { ami_id, variant }: Pick<ImageAnswer, 'ami_id' | 'variant'>,
): ImageAnswer[] {
  return images.filter((image) => image.ami_id !== ami_id && image.variant === variant);
}
