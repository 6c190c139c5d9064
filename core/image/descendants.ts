import type { Image } from '../model/image';
import { isGone } from './usability';

/**
 * Returns the images that were built on others, over any number of builds, with their copies in other regions: a fault
 * of the ancestors may affect them. The ancestors and images that are gone are left out. `known` are the images of the
 * catalog.
 */
export function descendantsOf(ancestors: readonly Image[], known: readonly Image[]): Image[] {
  const bases = new Set(ancestors.map(({ ami_id }) => ami_id));
  const own = new Set(bases);
  const found: Image[] = [];
  for (let grown = true; grown;) {
    grown = false;
    for (const image of known) {
      if (own.has(image.ami_id)) continue;
      const isCopy =
        image.replicated_from !== undefined && own.has(image.replicated_from) && !bases.has(image.replicated_from);
      if (!isCopy && (image.base_ami === undefined || !own.has(image.base_ami))) continue;
      own.add(image.ami_id);
      found.push(image);
      grown = true;
    }
  }
  return found.filter((image) => !isGone(image));
}
