import { pluralize } from '../lib/pluralize';
import type { CostReport } from './estimate';
import type { Image } from '../model/image';

/** Returns an image with the full sizes (bytes) of its snapshots; undefined when it has them already. */
export function withSizes(image: Image, sizes: ReadonlyMap<string, number>): Image | undefined {
  const snapshots = image.snapshots.map((each) => ({
    ...each,
    full_size_bytes: sizes.get(each.snapshot_id) ?? each.full_size_bytes,
  }));
  return snapshots.some(({ full_size_bytes }, index) => full_size_bytes !== image.snapshots[index]?.full_size_bytes)
    ? { ...image, snapshots }
    : undefined;
}

/** Returns a line for each of the five most expensive stacks, for the nightly report. */
export function costLines({ by_stack }: CostReport): string[] {
  const stacks = Object.entries(by_stack)
    .sort(([, left], [, right]) => right.usd - left.usd)
    .slice(0, 5);
  return stacks.map(
    ([stack, { images, gib, usd, unpriced, measured }]) =>
      `${stack || 'without a stack'}: ${measured ? '' : 'at most '}$${usd.toFixed(2)} a month for ${pluralize(images, 'image')}, ${gib.toFixed(1)} GiB${unpriced > 0 ? ` (${unpriced} unpriced)` : ''}`,
  );
}
