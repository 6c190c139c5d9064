import * as z from 'zod';
import type { ImageReference } from '../model/reference';
import { region } from '../lib/query-fields';

const name = z.string().regex(/^[\w.-]{1,64}$/, 'not a name: 1 to 64 letters, digits, dots, dashes and underscores');

/** Body of `POST /v1/images/{id}/references`: something outside AWS uses an image and its copies. */
export const addReferenceRequest = z.strictObject({
  name,
  url: z.url('not a URL').max(500).optional().describe('Where to read more'),
  until: z.iso
    .datetime({ offset: true, error: 'not a time: write, for example, 2026-03-01T00:00:00Z' })
    .optional()
    .describe('When it ends. Default: never'),
  reason: z.string().min(1).max(256).optional(),
  region: region.optional().describe('Only the image or copy in this region. Default: all regions'),
});

/** Query of `GET /v1/references`: of one image and its copies, or of all. */
export const listRegisteredQuery = z.strictObject({ ami: z.string().optional(), region: region.optional() });

/** A use of an image that was registered with the API. */
export const registeredReference = z.object({
  ami_id: z.string(),
  region: z.string(),
  name: z.string(),
  url: z.string().optional(),
  until: z.string().optional(),
  reason: z.string().optional(),
  by: z.string().describe('ARN of the caller who registered it'),
  created_at: z.iso.datetime(),
});

export const registeredAnswer = z.object({ references: z.array(registeredReference.extend({ expired: z.boolean() })) });

/** Answer of adding and removing references: those that were changed, one for each image. */
export const referenceChangeAnswer = z.object({ changed: z.boolean(), references: z.array(registeredReference) });

export type AddReferenceRequest = z.output<typeof addReferenceRequest>;
export type RegisteredReference = z.output<typeof registeredReference>;
export type RegisteredAnswer = z.output<typeof registeredAnswer>;
export type ReferenceChangeAnswer = z.output<typeof referenceChangeAnswer>;

/** Returns whether a registered reference has ended. An ended reference protects nothing. */
export function isExpired({ until }: Pick<RegisteredReference, 'until'>, now: Date): boolean {
  return until !== undefined && Date.parse(until) <= now.getTime();
}

/** Returns the registered references that still protect their image, as references. */
export function registeredReferences(registered: readonly RegisteredReference[], now: Date): ImageReference[] {
  return registered
    .filter((each) => !isExpired(each, now))
    .map(({ ami_id, region: at, name: who, until, reason, url }) => {
      const detail = [reason, url, until && `until ${until}`].filter(Boolean).join(', ');
      return { ami_id, region: at, kind: 'registered', name: who, ...(detail && { detail }) };
    });
}
