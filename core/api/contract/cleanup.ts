import * as z from 'zod';
import { imageIdPattern } from '../../lib/identifier';
import { referenceKinds } from '../../model/reference';
import { protectionCodes, removalCodes } from '../../cleanup/request';
import { cursor, limit, nextCursor, region } from '../../lib/query-fields';

const time = z.iso.datetime();
const imageId = z.string().regex(imageIdPattern, 'not an image id: write ami-…');
const most = z
  .int()
  .min(1)
  .max(10_000)
  .optional()
  .describe('Maximum number of removals, the oldest first; apply the plan again for the rest. Default: 50');

/** Body of `POST /v1/cleanups`: plans a cleanup, and applies it with `dry_run: false`. */
export const startCleanupRequest = z
  .strictObject({
    ami_ids: z
      .array(imageId)
      .min(1)
      .max(200)
      .optional()
      .describe('Exactly these images and their copies: ages are ignored, protections apply'),
    age_days: z
      .int()
      .min(1)
      .max(36_500)
      .optional()
      .describe('Images older than this number of days, instead of the policy of their stack'),
    deprecated_only: z.boolean().default(false),
    stack: z.string().min(1).optional(),
    keep_latest: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        'How many of the newest of each stack and variant stay, in each region. Default: the policy of the stack',
      ),
    region: region.optional().describe('Default: all regions'),
    unmanaged: z
      .strictObject({
        name: z.string().min(1).max(128).optional().describe('Name; `*` stands for any characters, `?` for one'),
        tags: z.record(z.string().min(1), z.string()).optional(),
      })
      .optional()
      .describe('Images created elsewhere that spawn does not manage, by name or tags; requires age_days'),
    orphans: z
      .strictObject({
        description: z.string().min(1).max(255).describe('Description; `*` stands for any characters, `?` for one'),
      })
      .optional()
      .describe('Snapshots created elsewhere whose image no longer exists, and no images; requires age_days'),
    dry_run: z.boolean().default(true).describe('Only plan'),
    limit: most,
  })
  .refine(
    ({ ami_ids, age_days, deprecated_only, stack, keep_latest, unmanaged }) =>
      !ami_ids ||
      (age_days === undefined && !deprecated_only && stack === undefined && keep_latest === undefined && !unmanaged),
    {
      path: ['ami_ids'],
      message: 'name either images or criteria, not both',
    },
  )
  .refine(
    ({ unmanaged, age_days }) =>
      !unmanaged ||
      (age_days !== undefined && (unmanaged.name !== undefined || Object.keys(unmanaged.tags ?? {}).length > 0)),
    {
      path: ['unmanaged'],
      message: 'it needs a name or tags, and age_days',
    },
  )
  .refine(
    ({ orphans, age_days, ami_ids, stack, keep_latest, deprecated_only, unmanaged }) =>
      !orphans ||
      (age_days !== undefined &&
        [ami_ids, stack, keep_latest, unmanaged].every((other) => other === undefined) &&
        !deprecated_only),
    { path: ['orphans'], message: 'it needs age_days, and no other criteria of images' },
  );

/** Body of `POST /v1/cleanups/{id}/apply`: applies a plan, or continues an interrupted cleanup. */
export const applyCleanupRequest = z.strictObject({ limit: most });

/** Query of `GET /v1/cleanups`. */
export const listCleanupsQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() });

/** Query of `GET /v1/cleanups/{id}`. */
export const showCleanupQuery = z.strictObject({
  decision: z.enum(['keep', 'remove']).optional().describe('Only lines of this decision'),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

const code = z.enum([...protectionCodes, ...removalCodes, ...referenceKinds]);
const usd = z.number().describe('USD a month, at most');

const measured = z
  .boolean()
  .describe('Whether EC2 measured every snapshot; otherwise an upper estimate by the sizes of volumes');

const snapshotCosts = z
  .record(z.string(), z.number())
  .describe('USD a month of each of its snapshots, whether or not other images use it');
const imageBuilder = z
  .object({ arn: z.string(), region: z.string() })
  .describe('Its record in EC2 Image Builder, which is removed with the last of its images');

const entry = z.object({
  kind: z.enum(['image', 'snapshot']),
  id: z.string(),
  region: z.string(),
  name: z.string(),
  stack: z.string().optional(),
  version: z.string().optional(),
  variant: z.string().optional(),
  creation_date: z.string(),
  size_gb: z.number(),
  monthly_cost_usd: usd
    .optional()
    .describe('USD a month, at most: its cost if it stays, the saving by its own snapshots if it is removed'),
  measured: measured.optional(),
  snapshot_costs: snapshotCosts.optional(),
  decision: z.enum(['keep', 'remove']),
  reasons: z.array(z.string()),
  codes: z.array(code),
  unmanaged: z.boolean(),
  snapshots: z.array(z.string()),
  image_builder: imageBuilder.optional(),
  copies_in_accounts: z
    .record(z.string(), z.int())
    .optional()
    .describe('Number of copies in each member account; these are not removed'),
});

/** A cleanup without the lines of its plan. */
export const cleanupAnswer = z.object({
  cleanup_id: z.string(),
  status: z
    .enum(['planning', 'planned', 'waiting', 'removing', 'done', 'incomplete', 'failed', 'interrupted'])
    .describe(
      'incomplete: it has ended, but regions could not be planned or images are still disabled, see failure. interrupted: its execution was stopped; apply it again to continue',
    ),
  apply: z.boolean(),
  limit: z.int(),
  request: z.looseObject({ kind: z.enum(['request', 'policy']) }),
  requested_by: z.string(),
  created_at: time,
  updated_at: time,
  ended_at: time.optional(),
  execution_arn: z.string(),
  attempts: z.int(),
  regions: z.array(
    z.object({
      region: z.string(),
      keep: z.int(),
      remove: z.int(),
      monthly_saving_usd: usd,
      measured: measured.optional(),
      kept_because: z.partialRecord(code, z.int()),
      found: z.array(z.string()),
      error: z.string().optional().describe('Why the region could not be planned; nothing is removed there'),
    }),
  ),
  missing: z.array(z.string()).describe('Named images that were found in no region'),
  grace_ends_at: time
    .optional()
    .describe('End of the grace period: an image that is launched, kept or referred to before it stays'),
  counts: z.object({ keep: z.int(), remove: z.int(), removed: z.int(), taken_back: z.int(), failed: z.int() }),
  monthly_saving_usd: usd,
  measured: measured.optional(),
  failure: z.object({ name: z.string(), message: z.string() }).optional(),
  revision: z.int(),
});

const removal = z.object({
  cleanup_id: z.string(),
  kind: z.enum(['image', 'snapshot']),
  id: z.string(),
  region: z.string(),
  name: z.string(),
  status: z.enum(['marked', 'removed', 'taken-back', 'failed']),
  reasons: z.array(z.string()),
  unmanaged: z.boolean(),
  snapshots: z.array(z.string()),
  image_builder: imageBuilder.optional(),
  monthly_cost_usd: usd.optional(),
  snapshot_costs: snapshotCosts.optional(),
  measured: measured.optional(),
  marked_at: time,
  ended_at: time.optional(),
});

const page = { cursor: nextCursor };
export const cleanupsAnswer = z.object({ cleanups: z.array(cleanupAnswer), ...page });
export const cleanupDetailsAnswer = cleanupAnswer.extend({
  entries: z.array(entry),
  removals: z.array(removal).describe('Results for what was marked'),
  by_stack: z
    .record(
      z.string(),
      z.object({
        remove: z.int(),
        unpriced: z.int().describe('Removals in regions without a price'),
        monthly_saving_usd: usd,
        measured,
      }),
    )
    .describe('What the plan removes by stack; the empty name stands for what belongs to no stack'),
  ...page,
});

export type CleanupAnswer = z.output<typeof cleanupAnswer>;
export type CleanupDetails = z.output<typeof cleanupDetailsAnswer>;

/** Body of `POST /v1/images/{id}/undeletion`: brings a removed image back from the Recycle Bin. */
export const undeleteImageRequest = z.strictObject({
  region: region.optional().describe('Region of the image. Default: from the catalog'),
  dry_run: z.boolean().optional().describe('Only say whether the Recycle Bin still has image and snapshots'),
});
