import * as z from 'zod';
import { region } from '../lib/query-fields';
import { ownedKinds } from './owners';

/** Query of `GET /v1/images/{id}/owners`. */
export const listOwnersQuery = z.strictObject({ region: region.optional() });

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
  images: z.array(z.object({ ami_id: z.string(), region: z.string(), name: z.string() })),
  owners: z.array(
    z.object({ owner: z.string().optional().describe('Absent: resources without an owner'), uses: z.array(use) }),
  ),
  unread: z
    .array(z.object({ region: z.string(), kind: z.enum(ownedKinds), reason: z.string() }))
    .describe('What could not be read, and why'),
});

export type OwnersAnswer = z.output<typeof ownersAnswer>;
