import * as z from 'zod';
import { imageAnswer } from './answers';
import { channelAnswer } from './channel';
import { imageDescription, tagText } from '../../lib/ec2-text';
import { imageIdPattern } from '../../lib/identifier';
import { region } from '../../lib/query-fields';
import { saysYes } from '../../lib/text-boolean';
import { linuxScript } from '../../lib/script-text';
import { imageVolume } from '../../image/volumes';
import { imdsChoice } from '../../model/imds';
import { imageWaiver } from '../../residue/image-waiver';

const imageId = z.string().regex(imageIdPattern, 'not an image id: write ami-…');
const time = z.iso.datetime({ offset: true, error: 'not a time: write, for example, 2026-03-01T00:00:00Z' });
// EC2's limit of a tag's value.
const longestReason = 256;

/** Body of `POST /v1/images`: the image of an instance. */
export const createImageRequest = z
  .strictObject({
    instance: z.string().min(1).describe('Id or name of the instance'),
    name: z.string().describe('Name of the image'),
    description: imageDescription.optional().describe('Description of the image; EC2 accepts ASCII only'),
    tags: z
      .record(z.string(), z.string())
      .default({})
      .describe('stack, version, base, arch and gpu get the prefix of spawn; others stay as they are'),
    reboot: z.boolean().default(false).describe('Reboot the instance for a consistent file system'),
    stop: z.boolean().default(false).describe('Stop the instance for a consistent file system, and start it again'),
    freeze: z
      .boolean()
      .default(true)
      .describe('Freeze the file systems of an instance that is neither rebooted nor stopped, for at most a minute'),
    imds: imdsChoice.optional(),
    volumes: z.array(imageVolume).max(40).optional().describe('What the image does with volumes of the instance'),
    cleanup_script: linuxScript.optional().describe('Runs on the instance before the image is created'),
    force: z.boolean().default(false).describe('Go on while user data still runs on the instance'),
    waivers: z.array(imageWaiver).max(20).default([]).describe('Findings of the search for secrets to ignore'),
    region: region.optional(),
  })
  .refine(({ reboot, stop }) => !(reboot && stop), { path: ['stop'], message: 'name either reboot or stop, not both' });

/** Body of `POST /v1/images/{id}/deprecation`: deprecates an image and its copies. */
export const deprecateImageRequest = z.strictObject({
  reason: tagText
    .min(1, 'it is empty')
    .max(longestReason, `it has more than ${longestReason} characters, which a tag can hold`)
    .optional(),
  replacement: imageId.optional().describe('Image to use instead; in each region its copy there is used'),
  at: time.optional().describe('Start of the deprecation, at most ten years ahead. Default: now'),
  disable_at: time.optional().describe('When the nightly checks disable it; `DELETE …/revocation` cancels it'),
  remove_at: time.optional().describe('When the nightly cleanup removes it, unless something protects it'),
  descendants: z
    .boolean()
    .default(false)
    .describe('Deprecate the images that were built on it too, over any number of builds; never with a replacement'),
  region: region.optional().describe('Only the image or copy in this region. Default: all regions'),
});

/**
 * Body of `POST /v1/images/{id}/tags`: tags an image and its copies, or brings an image that was made elsewhere under
 * management.
 */
export const tagImageRequest = z.strictObject({
  tags: z
    .record(z.string(), z.string())
    .default({})
    .describe('stack, version, base and gpu get the prefix of spawn; others stay as they are'),
  remove_tags: z.array(z.string().min(1)).max(50).default([]).describe('Keys of tags to remove'),
  stack: z.string().min(1).optional(),
  version: z.string().min(1).optional(),
  variant: z.string().min(1).optional().describe('Label of the variant, such as cuda12; the architecture is added'),
  base: z.string().min(1).optional(),
  region: region
    .optional()
    .describe(
      'Region of the image, and of no copy. Default: where the catalog has it, else the home region, and all copies',
    ),
});

/** Query of `DELETE /v1/images/{id}/deprecation`. */
export const undeprecateImageQuery = z.strictObject({
  region: region.optional(),
  descendants: z
    .enum(['true', 'false'])
    .transform(saysYes)
    .optional()
    .describe('Undo the deprecation of the images that were deprecated with it too'),
});

/** Answer of a change of an image and its copies: all of them after the change, and those that EC2 no longer has. */
export const imageChangeAnswer = z.object({
  changed: z.boolean().describe('False when nothing had to change'),
  dry_run: z.literal(true).optional().describe('Nothing was changed: this is what would be'),
  images: z.array(imageAnswer).describe('All images, including those in member accounts'),
  gone: z
    .array(z.object({ ami_id: z.string(), region: z.string() }))
    .describe('Images that EC2 no longer knows, now also marked in the catalog'),
  channels: z.array(channelAnswer).optional().describe('Channels that pointed to it, with their new release'),
  failed: z
    .array(
      z.object({ ami_id: z.string(), region: z.string(), account: z.string(), error: z.string(), message: z.string() }),
    )
    .optional()
    .describe('Copies in member accounts that could not be changed, and why; repeat the request to change them'),
  warnings: z.array(z.string()).optional(),
});

/** Answer of `POST /v1/images/{id}/tags`. */
export const tagImageAnswer = imageChangeAnswer.extend({
  adopted: z.boolean().describe('Whether this request brought the image under management'),
});

export type ImageChangeAnswer = z.output<typeof imageChangeAnswer>;
export type TagImageAnswer = z.output<typeof tagImageAnswer>;
