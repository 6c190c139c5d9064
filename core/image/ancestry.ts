import * as z from 'zod';
import type { Image } from '../model/image';

const ancestor = z.object({
  ami_id: z.string(),
  region: z.string(),
  relation: z
    .enum(['original', 'base'])
    .describe('Relation to the image before it in the list: that image was copied from it, or built on it'),
  known: z.enum(['catalog', 'ec2', 'gone']).describe('Where it was found; `gone`: EC2 no longer knows it'),
  name: z.string().optional(),
  stack: z.string().optional(),
  version: z.string().optional(),
  owner: z.string().optional().describe('Alias or account of a vendor'),
});

/** Answer of `GET /v1/images/{id}/ancestry`: from the image's original or base up to the vendor's image. */
export const ancestryAnswer = z.object({ ancestry: z.array(ancestor) });

export type Ancestor = z.output<typeof ancestor>;

/**
 * Returns the direct parent of an image: the image that it is a copy of, otherwise the one that it was built on;
 * undefined when neither is recorded.
 */
export function parentOf(
  image: Pick<Image, 'region' | 'replicated_from' | 'source_region' | 'base_ami'>,
): Pick<Ancestor, 'ami_id' | 'region' | 'relation'> | undefined {
  if (image.replicated_from !== undefined)
    return { ami_id: image.replicated_from, region: image.source_region ?? image.region, relation: 'original' };
  return image.base_ami === undefined ? undefined : { ami_id: image.base_ami, region: image.region, relation: 'base' };
}
