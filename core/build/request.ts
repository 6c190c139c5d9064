import * as z from 'zod';
import { tagText } from '../lib/ec2-text';
import { region } from '../lib/query-fields';
import { keptBuilderSeconds } from '../run/kept-builder';

// Own pattern, because zod's matches group by group, which is slow for a mebibyte.
const base64 = z
  .string()
  .refine((text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'it is not base64');

/** The git commit of a recipe. */
export const buildSource = z.strictObject({
  commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'not a git commit: write all 40 or 64 digits'),
  changed: z.boolean().describe('Whether the recipe or its files differ from the commit'),
});

/** Body of `POST /v1/builds/{id}/approval`. */
export const decideApprovalRequest = z
  .strictObject({
    decision: z.enum(['approved', 'rejected']),
    reason: tagText.min(1, 'it is empty').max(500).optional().describe('Recorded with the caller; required to reject'),
  })
  .refine(({ decision, reason }) => decision === 'approved' || reason !== undefined, {
    path: ['reason'],
    message: 'say why the build is rejected',
  });

/** Body of `POST /v1/builds`: the text of a recipe, and its files in base64. */
export const startBuildRequest = z
  .strictObject({
    recipe: z.string().min(1, 'it is empty').describe('The recipe, as YAML'),
    files: z
      .record(z.string(), base64)
      .default({})
      .describe('Files that the recipe names, in base64: at most 1 MiB each, 4 MiB together'),
    image_name: z
      .string()
      .optional()
      .describe('Name of the image; must not be taken. Default: stack-version-variant-date'),
    force: z.boolean().default(false).describe('Build even if the same recipe was built on the same base'),
    regions: z.array(region).max(40).optional().describe('Regions to copy to, instead of those in the recipe'),
    source: buildSource.optional().describe('The git commit of the recipe'),
    discard: z
      .boolean()
      .default(false)
      .describe('Publish nothing: remove the image and everything else once the test has passed'),
    keep_failed_seconds: z
      .int()
      .min(keptBuilderSeconds.least)
      .max(keptBuilderSeconds.most)
      .optional()
      .describe('Keep the builder of a build that fails before its image is created for this long'),
  })
  .refine(({ discard, regions = [] }) => !discard || regions.length === 0, {
    path: ['regions'],
    message: 'a discarded build is not copied: leave regions out',
  });
