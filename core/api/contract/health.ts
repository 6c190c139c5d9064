import * as z from 'zod';
import { imageIdPattern } from '../../lib/identifier';
import { region } from '../../lib/query-fields';

/** Body of `POST /v1/health`: checks one image, those of a stack, or all images now. */
export const checkHealthRequest = z
  .strictObject({
    ami: z.string().regex(imageIdPattern, 'not an image id: write ami-…').optional(),
    stack: z.string().min(1).optional(),
    region: region.optional().describe('Only images in this region. Default: all regions'),
  })
  .refine(({ ami, stack }) => ami === undefined || stack === undefined, {
    path: ['ami'],
    message: 'name either an image or a stack, not both',
  });

/** Answer of `POST /v1/health`: the usable images, each with its current health. */
export const checkHealthAnswer = z.object({
  images: z.array(
    z.object({
      ami_id: z.string(),
      region: z.string(),
      name: z.string(),
      stack: z.string().optional(),
      version: z.string().optional(),
      level: z.enum(['healthy', 'warning', 'critical', 'unknown']),
      messages: z.array(z.string()),
      checked_at: z.iso.datetime(),
    }),
  ),
});

export type CheckHealthAnswer = z.output<typeof checkHealthAnswer>;
