import * as z from 'zod';
import { referenceKinds } from './references';

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
  ami_ids: z.array(z.string()).readonly().optional().describe('The images that it is about; without it, all of the region'),
});

/** What `GET /v1/images/{id}/references` answers: what uses an image and its copies. As long as something is unread, nobody may call the image unused. */
export const referencesAnswer = z.object({
  images: z.array(z.object({ ami_id: z.string(), region: z.string() })),
  references: z.array(reference),
  unread: z.array(unread).describe('What could not be found out, and why'),
});

export type ReferencesAnswer = z.output<typeof referencesAnswer>;
