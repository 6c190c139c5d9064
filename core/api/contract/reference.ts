import * as z from 'zod';
import { region } from '../../lib/query-fields';
import { referenceKinds } from '../../model/reference';

/**
 * Query of `GET /v1/images/{id}/references`: the regions, and the number of versions of launch templates (1 to 10,000,
 * EC2's limits).
 */
export const listReferencesQuery = z.strictObject({
  region: region.optional(),
  template_versions: z
    .string()
    .regex(/^\d{1,5}$/, 'not a number from 1 to 10000')
    .transform(Number)
    .refine((count) => count >= 1 && count <= 10_000, 'not a number from 1 to 10000')
    .optional()
    .describe(
      'How many of the newest versions of a launch template count. Default: as many as a cleanup of the stack looks at',
    ),
});

const reference = z.object({
  ami_id: z.string(),
  region: z.string(),
  kind: z.enum(referenceKinds),
  name: z.string().describe('Name, id or ARN of what uses the image'),
  detail: z.string().optional(),
});

const unread = z.object({
  region: z.string(),
  kind: z.enum(referenceKinds),
  reason: z.string(),
  ami_ids: z.array(z.string()).readonly().optional().describe('The images concerned; without it, all of the region'),
});

/**
 * Answer of `GET /v1/images/{id}/references`: what uses an image and its copies. While something is unread, the image
 * does not count as unused.
 */
export const referencesAnswer = z.object({
  images: z.array(z.object({ ami_id: z.string(), region: z.string() })),
  references: z.array(reference),
  unread: z.array(unread).describe('What could not be read, and why'),
});

export type ReferencesAnswer = z.output<typeof referencesAnswer>;
