import * as z from 'zod';
import { tagText } from '../lib/ec2-text';
import { region } from '../lib/query-fields';
import { retryStages } from '../model/run';
import { keptBuilderSeconds } from '../run/kept-builder';
import { keptCandidateSeconds } from '../run/kept-candidate';

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

const keepCandidate = z
  .int()
  .min(keptCandidateSeconds.least)
  .max(keptCandidateSeconds.most)
  .describe('Keep the image for a retry for this long if its test or scan fails');

const recipeFiles = z
  .record(z.string(), base64)
  .default({})
  .describe('Files that the recipe names, in base64: at most 1 MiB each, 4 MiB together');

/** Body of `POST /v1/builds/{id}/retries`. */
export const retryBuildRequest = z.strictObject({
  from: z.enum(retryStages).optional().describe('The stage to begin with. Default: the one that failed'),
  recipe: z
    .string()
    .min(1, 'it is empty')
    .optional()
    .describe('The recipe with another test, as YAML; what made the image must be the same'),
  files: recipeFiles,
  source: buildSource.optional().describe('The git commit of the recipe'),
  keep_candidate_seconds: keepCandidate
    .optional()
    .describe('Keep the image for another retry for this long. Default: as long as the build kept it'),
});

/** Body of `POST /v1/builds`: the text of a recipe, and its files in base64. */
export const startBuildRequest = z
  .strictObject({
    recipe: z.string().min(1, 'it is empty').describe('The recipe, as YAML'),
    files: recipeFiles,
    image_name: z
      .string()
      .optional()
      .describe('Name of the image; must not be taken. Default: stack-version-variant-date'),
    force: z.boolean().default(false).describe('Build even if the same recipe was built on the same base'),
    regions: z.array(region).max(40).optional().describe('Regions to copy to, instead of those in the recipe'),
    source: buildSource.optional().describe('The git commit of the recipe'),
    spot: z
      .boolean()
      .optional()
      .describe('Whether the builder is requested as a spot instance. Default: what the recipe says'),
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
    keep_candidate_seconds: keepCandidate.optional(),
  })
  .refine(({ discard, keep_candidate_seconds }) => !discard || keep_candidate_seconds === undefined, {
    path: ['keep_candidate_seconds'],
    message: 'a discarded build publishes nothing, so it cannot be retried: leave it out',
  })
  .refine(({ discard, regions = [] }) => !discard || regions.length === 0, {
    path: ['regions'],
    message: 'a discarded build is not copied: leave regions out',
  });
