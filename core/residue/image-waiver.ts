import * as z from 'zod';
import { residueItems } from './items';
import type { ResidueWaiver } from './waiver';

/** The waiver of the whole search, where nobody can search. */
export const unsearched = 'unsearched';

/**
 * What somebody lets pass when an image is made of an instance, and why: that nobody can search it, an item of the
 * search by name, or what is found at a path.
 */
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

/** The waivers of what is found, as the judgement of a residue report takes them. */
export function residueWaivers(waivers: readonly ImageWaiver[]): ResidueWaiver[] {
  return waivers.flatMap(({ what, reason }): ResidueWaiver[] => {
    if (what === unsearched) return [];
    const item = residueItems.find((name) => name === what);
    return [item ?? { path: what, reason }];
  });
}

/** Whether an image may be made although nobody could search the instance. */
export function isUnsearchedWaived(waivers: readonly ImageWaiver[]): boolean {
  return waivers.some(({ what }) => what === unsearched);
}
