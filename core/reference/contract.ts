import * as z from 'zod';
import { region } from '../lib/query-fields';
import { saysYes } from '../lib/text-boolean';
import { ownedKinds } from './owners';

/** Query of `GET /v1/images/{id}/owners`. */
export const listOwnersQuery = z.strictObject({
  region: region.optional(),
  descendants: z
    .enum(['true', 'false'])
    .transform(saysYes)
    .optional()
    .describe('Also the images that were built on it, over any number of builds'),
});

const use = z.object({
  ami_id: z.string(),
  region: z.string(),
  kind: z.enum(ownedKinds),
  name: z.string(),
  detail: z.string().optional(),
  owner: z.string().optional(),
});

/** Answer of `GET /v1/images/{id}/owners`: the image and its copies, and who uses them. */
export const ownersAnswer = z.object({
  owner_tag: z.string().optional().describe('The tag that names an owner; absent if the settings name none'),
  images: z.array(
    z.object({
      ami_id: z.string(),
      region: z.string(),
      name: z.string(),
      descendant: z.boolean().optional().describe('Whether it was built on the image that was asked for'),
    }),
  ),
  warnings: z.array(z.string()).optional().describe('Why an image that was built on it cannot be changed with it'),
  owners: z.array(
    z.object({ owner: z.string().optional().describe('Absent: resources without an owner'), uses: z.array(use) }),
  ),
  unread: z
    .array(z.object({ region: z.string(), kind: z.enum(ownedKinds), reason: z.string() }))
    .describe('What could not be read, and why'),
});

export type OwnersAnswer = z.output<typeof ownersAnswer>;
