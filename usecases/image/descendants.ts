import { environment } from '../../aws/client/environment';
import type { Image } from '../../core/model/image';
import { checkChangeable } from '../../core/image/check';

/**
 * Returns the descendants that may be changed with an image, and a warning for each of the others. `verb` is the
 * requested change, such as revoked.
 */
export function changeableOf(descendants: readonly Image[], verb: string): { ours: Image[]; warnings: string[] } {
  const [ours, warnings]: [Image[], string[]] = [[], []];
  for (const image of descendants) {
    try {
      checkChangeable(image, environment().deployment, verb);
      ours.push(image);
    } catch (error) {
      warnings.push((error as Error).message);
    }
  }
  return { ours, warnings };
}

/** Returns images as a list for a sentence: `NAME (ID in REGION), …`. */
export function namesOf(images: readonly Image[]): string {
  return images.map(({ name, ami_id, region }) => `${name} (${ami_id} in ${region})`).join(', ');
}
