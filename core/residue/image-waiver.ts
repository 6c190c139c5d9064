import * as z from 'zod';
import { residueItems } from './items';
import type { ResidueWaiver } from './waiver';

/** The waiver of the whole search, for an instance that cannot be searched. */
export const unsearched = 'unsearched';

/** A waiver with its reason when an image is created from an instance: the whole search, an item, or a path. */
export const imageWaiver = z.strictObject({
  what: z
    .union(
      [
        z.literal(unsearched),
        z.enum(residueItems),
        z
          .string()
          .regex(/^\/[^\0\n]*$/)
          .max(1024),
      ],
      `it must be ${unsearched}, an absolute path or glob, or one of ${residueItems.join(', ')}`,
    )
    .describe(
      `${unsearched}: it cannot be searched; an item such as cloud-credentials; or a path, in which ** crosses folders`,
    ),
  reason: z
    .string()
    .min(1, 'it is empty')
    .max(256, 'it has more than 256 characters')
    .describe('Kept in the history of the image'),
});

export type ImageWaiver = z.output<typeof imageWaiver>;

/** Returns the waivers of findings, in the form for judging a residue report. */
export function residueWaivers(waivers: readonly ImageWaiver[]): ResidueWaiver[] {
  return waivers.flatMap(({ what, reason }): ResidueWaiver[] => {
    if (what === unsearched) return [];
    const item = residueItems.find((name) => name === what);
    return [item ?? { path: what, reason }];
  });
}

/** Returns whether an image may be created although the instance could not be searched. */
export function isUnsearchedWaived(waivers: readonly ImageWaiver[]): boolean {
  return waivers.some(({ what }) => what === unsearched);
}
