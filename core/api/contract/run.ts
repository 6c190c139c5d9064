import * as z from 'zod';
import { retryStages, runKinds } from '../../model/run';
import { cursor, limit, nextCursor } from '../../lib/query-fields';
import { imageAnswer } from './answers';
import { buildSource } from '../../build/request';

const time = z.iso.datetime();
const tags = z.record(z.string(), z.string());
const architecture = z.enum(['x86_64', 'arm64']);

const status = z.enum(['running', 'succeeded', 'failed', 'cancelled']);
const stageName = z.enum([
  'queue',
  'plan',
  'launch',
  'provision',
  'clean',
  'stop',
  'image',
  'test',
  'scan',
  'approval',
  'publish',
  'discard',
  'replicate',
  'record',
  'template',
  'refresh',
  'rollback',
]);

/** Query of `GET /v1/builds`. */
export const listBuildsQuery = z.strictObject({
  kind: z
    .enum([...runKinds, 'all'])
    .optional()
    .describe('Builds, operations of one kind, or all runs. Default: builds'),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']).optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

/** A build or an operation: what it is, its progress, and its result. */
export const runAnswer = z.object({
  build_id: z.string(),
  operation_id: z.string().optional().describe('The same id, for runs other than builds'),
  kind: z.enum(runKinds),
  status,
  region: z.string(),
  created_at: time,
  updated_at: time,
  ended_at: time.optional(),
  requested_by: z.string(),
  execution_arn: z.string(),
  cancel_requested: z.boolean(),
  stack: z.string().optional(),
  version: z.string().optional(),
  variant: z.string().optional(),
  image_name: z.string().optional(),
  ami_id: z.string().optional(),
  instance_id: z.string().optional(),
  recipe_digest: z.string().optional(),
  request_digest: z.string().optional(),
  source: buildSource.optional(),
  content_digest: z.string().optional().describe('SHA-256 of what the recipe puts into the image, whatever the base'),
  discard: z.boolean().optional().describe('Nothing is published: everything is removed after the test'),
  stages: z.array(
    z.object({
      name: stageName,
      status: z.enum(['running', 'succeeded', 'failed']),
      started_at: time,
      ended_at: time.optional(),
      detail: z.string().optional(),
      limit_seconds: z.number().optional().describe('Seconds from its start after which a running stage times out'),
    }),
  ),
  replicas: z.array(
    z.object({
      region: z.string(),
      account: z.string().optional().describe('The member account of the copy; absent in the home account'),
      status: z.enum(['planned', 'copying', 'available', 'failed']),
      ami_id: z.string().optional(),
      name: z.string().optional(),
      error: z.string().optional(),
      message: z.string().optional(),
      started_at: time.optional(),
      ended_at: time.optional(),
    }),
  ),
  templates: z
    .array(
      z.object({
        region: z.string(),
        template_id: z.string(),
        name: z.string(),
        ami_id: z.string(),
        status: z
          .enum(['planned', 'moved', 'rolled-back', 'left'])
          .describe('left: something else has changed it since, and a rollback left it alone'),
        from_version: z.int().describe('Default version before'),
        from_image: z.string(),
        version: z.int().optional().describe('The version that was made and is the default'),
        moved_at: time.optional(),
        rollback_version: z.int().optional().describe('Default version after the rollback'),
        groups: z.array(
          z.object({
            name: z.string(),
            follows: z.enum(['$Default', '$Latest']),
            minimum_healthy_percentage: z.int().optional(),
            refresh_id: z.string().optional(),
            rollback_refresh_id: z.string().optional(),
          }),
        ),
      }),
    )
    .optional()
    .describe('Launch templates of a rollout, in the order of their change'),
  failure: z.object({ name: z.string(), message: z.string(), stage: stageName.optional() }).optional(),
  queue: z
    .object({
      since: time,
      until: time,
      left_at: time.optional().describe('When its turn came'),
      place: z.int().optional().describe('Its place among the builds that wait, from 1'),
    })
    .optional()
    .describe('The build waited for its turn, or waits: it has no left_at then'),
  approval: z
    .object({
      requested_at: time,
      until: time,
      decision: z.enum(['approved', 'rejected']).optional().describe('Absent while the build waits for it'),
      decided_at: time.optional(),
      decided_by: z.string().optional(),
      reason: z.string().optional(),
    })
    .optional()
    .describe('The approval that publication waits for'),
  builder: z
    .object({ instance_id: z.string(), instance_type: z.string(), market: z.enum(['spot', 'on-demand']) })
    .optional()
    .describe('The builder of a build, once it is launched, and how EC2 bills it'),
  keep_failed_seconds: z.number().optional().describe('How long the builder is kept if the build fails'),
  kept_builder: z
    .object({ instance_id: z.string(), region: z.string(), until: time })
    .optional()
    .describe('The builder of a failed build, which is kept until this time'),
  keep_candidate_seconds: z
    .number()
    .optional()
    .describe('How long the image is kept for a retry if its test or scan fails'),
  kept_candidate: z
    .object({
      ami_id: z.string(),
      region: z.string(),
      until: time,
      taken: z.object({ build_id: z.string(), at: time }).optional().describe('The retry that took it'),
    })
    .optional()
    .describe('The image of a build whose test or scan failed, which is kept for a retry until this time'),
  retry: z
    .object({ of: z.string(), from: z.enum(retryStages) })
    .optional()
    .describe('The build whose image this one tests and publishes, and the stage that it begins with'),
  warnings: z.array(z.string()).optional().describe('Warnings about what was created, and about quotas'),
  reused: z.enum(['running', 'published']).optional().describe('Set when an earlier build answers the request'),
  images: z.array(imageAnswer).optional(),
});

export type RunAnswer = z.output<typeof runAnswer>;

/** Answer of `POST /v1/images`, with `ami_id` once EC2 has assigned it. */
export const createImageAnswer = runAnswer.extend({
  operation_id: z.string(),
  name: z.string(),
  state: z.string(),
  source_instance_id: z.string(),
  architecture: architecture.optional(),
  tags,
  warnings: z
    .array(z.string())
    .describe(
      'Other images with the same stack, version and variant, volumes without the key of the stack, and quotas that are nearly used up',
    ),
});

/** A page of a build's log. */
export const logAnswer = z.object({
  lines: z.array(
    z.object({ time: z.string(), stage: z.string().optional(), stream: z.string().optional(), text: z.string() }),
  ),
  cursor: z.string().optional(),
  unread: z
    .array(z.object({ region: z.string(), reason: z.string() }))
    .optional()
    .describe('Regions whose log this deployment may not read, with the reason of AWS'),
  done: z.boolean().describe('Whether the build has ended and nothing follows'),
});

/** Answer of `GET /v1/builds`. */
export const buildsAnswer = z.object({ builds: z.array(runAnswer), cursor: nextCursor });
