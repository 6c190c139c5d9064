import type { Image } from '../model/image';
import { isGone } from './usability';

/**
 * The images that were built on others, over any number of builds, with their copies in other regions: what is wrong
 * with the others may be wrong with them. Those others and what EC2 has no more are left out. `known` is what the
 * catalog has.
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
