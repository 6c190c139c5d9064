import * as z from 'zod';

const image = z.object({
  ami_id: z.string(),
  region: z.string(),
  name: z.string(),
  version: z.string().optional(),
  variant: z.string().optional(),
  creation_date: z.string(),
  reasons: z.array(z.string()),
});

/** Answer of `POST /v1/stacks/{stack}/policy-previews`: what a night would do now under a changed policy. */
export const policyPreviewAnswer = z.object({
  stack: z.string(),
  change: z.string().describe('Members that would change; empty if none would'),
  cleanup_enabled: z.boolean().describe('Whether the nightly run would remove images by age and use'),
  deprecate: z.array(image).describe('Images of the home account that would be deprecated'),
  remove: z.array(image).describe('Images that the cleanup would mark for removal, the oldest first'),
  later: z.int().describe('Images that are due too, above the most that one run removes'),
  keep: z
    .array(image.extend({ from: z.enum(['deprecation', 'removal']) }))
    .describe('Images that are due and stay, with what protects them'),
  unread: z
    .array(z.object({ region: z.string(), reason: z.string() }))
    .describe('Regions whose images could not be read: the cleanup removes nothing there'),
});

export type PolicyPreviewAnswer = z.output<typeof policyPreviewAnswer>;
/** An image in a preview, with the reasons. */
export type PreviewedImage = z.output<typeof image>;
