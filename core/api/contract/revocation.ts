import * as z from 'zod';
import { tagText } from '../../lib/ec2-text';
import { imageChangeAnswer } from './image-change';
import type { Image } from '../../model/image';
import { isRevoked } from '../../image/revocation';
import { region } from '../../lib/query-fields';
import { saysYes } from '../../lib/text-boolean';

// EC2's limit of a tag's value.
const reason = tagText.min(1, 'it is empty').max(256, 'it has more than 256 characters, the limit of a tag');

/** Body of `POST /v1/images/{id}/revocation`: revokes an image and its copies. */
export const revokeImageRequest = z.strictObject({
  reason: reason.describe('The reason, shown to everybody who requests the image'),
  descendants: z
    .boolean()
    .default(false)
    .describe('Revoke the images that were built on it too, over any number of builds'),
  region: region.optional().describe('Only the image or copy in this region. Default: all regions'),
});

/** Query of `DELETE /v1/images/{id}/revocation`. */
export const restoreImageQuery = z.strictObject({
  region: region.optional(),
  reason: reason.optional(),
  descendants: z
    .enum(['true', 'false'])
    .transform(saysYes)
    .optional()
    .describe('Restore the images that were built on it too, if they were revoked with it'),
});

const descendant = z.object({
  ami_id: z.string(),
  region: z.string(),
  name: z.string(),
  stack: z.string().optional(),
  version: z.string().optional(),
  revoked: z.boolean(),
  deprecated: z.boolean(),
});

/** Answer of a revocation or a restore: the images, and those that were built on them. */
export const revocationAnswer = imageChangeAnswer.extend({
  descendants: z
    .array(descendant)
    .describe('Images of the catalog that were built on these, and whether they are revoked'),
  warnings: z.array(z.string()),
});

/** Answer of `GET /v1/images/{id}/descendants`. */
export const descendantsAnswer = z.object({ descendants: z.array(descendant) });

export type RevocationAnswer = z.output<typeof revocationAnswer>;
export type Descendant = z.output<typeof descendant>;

/** Returns an image that was built on another, as the API shows it. */
export function descendantAnswer(image: Image): Descendant {
  const { ami_id, region: location, name, stack, version } = image;
  return { ami_id, region: location, name, stack, version, revoked: isRevoked(image), deprecated: image.deprecated };
}
