import * as z from 'zod';
import type { Image } from '../../model/image';
import { imageQuery } from '../../release/lock';
import { nextCursor } from '../../lib/query-fields';
import { packageScanAnswer } from './package-scan';

const time = z.iso.datetime();
const tags = z.record(z.string(), z.string());
const architecture = z.enum(['x86_64', 'arm64']);

/** EC2's states of an image, and `vanished`. */
export const imageState = z.enum([
  'pending',
  'available',
  'invalid',
  'deregistered',
  'transient',
  'failed',
  'error',
  'disabled',
  'vanished',
]);

/** The lifecycle of an image: still being created, published, or not managed. */
export const imageLifecycle = z.enum(['candidate', 'published', 'unmanaged']);

const testResult = z.object({
  build_id: z.string(),
  instance_type: z.string(),
  verdict: z.enum(['passed', 'failed', 'error']),
  exit_code: z.int().optional(),
  error: z.string().optional(),
  seconds_to_ready: z.number().optional(),
  volume_initialization_rate: z.number().optional().describe('Initialization rate of the root volume in MiB a second'),
  output: z.string().optional(),
  output_key: z.string().optional(),
  instance_id: z.string().optional(),
  kept_until: time.optional(),
  tested_at: time,
});

/** A requested share of an image. */
export const shareAnswer = z.object({
  kind: z.enum(['account', 'organization', 'organizational-unit', 'public']),
  id: z.string().describe('Account, ARN of the organization or unit, or `all`'),
  copyable: z.boolean().describe('Whether the snapshots are shared too, which a copy needs'),
  since: time,
  until: time.optional(),
  by: z.string(),
});

/** An image of the catalog. The first twelve fields are those of list-amis in all versions. */
export const imageAnswer = z.object({
  ami_id: z.string(),
  name: z.string(),
  description: z.string(),
  architecture,
  creation_date: time,
  size_gb: z.number(),
  stack: z.string().optional(),
  version: z.string().optional(),
  gpu: z.boolean(),
  base_os: z.string().optional(),
  deprecated: z.boolean(),
  deprecated_because_of: z.string().optional().describe('Image that it was built on and was deprecated with'),
  tags,
  region: z.string(),
  state: imageState,
  owner_id: z.string(),
  account: z.string().optional().describe('The member account of the image; absent in the home account'),
  variant: z.string().optional(),
  base_ami: z.string().optional(),
  base_source: z.string().optional(),
  lifecycle: imageLifecycle,
  deployment: z.string().optional(),
  build_id: z.string().optional(),
  replicated_from: z.string().optional(),
  source_region: z.string().optional(),
  snapshots: z.array(
    z.object({
      snapshot_id: z.string(),
      device: z.string(),
      size_gb: z.number(),
      encrypted: z.boolean(),
      full_size_bytes: z.number().optional(),
    }),
  ),
  revocation: z
    .object({
      at: time,
      reason: z.string(),
      by: z.string().optional(),
      because_of: z.string().optional(),
      launch_permissions: z.array(
        z.object({
          user_id: z.string().optional(),
          group: z.string().optional(),
          organization_arn: z.string().optional(),
          organizational_unit_arn: z.string().optional(),
        }),
      ),
    })
    .optional(),
  health: z
    .object({
      level: z.enum(['healthy', 'warning', 'critical', 'unknown']),
      messages: z.array(z.string()),
      checked_at: time,
    })
    .optional(),
  findings: z
    .object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), instances: z.int(), seen_at: time })
    .optional()
    .describe('Last findings of Amazon Inspector on instances launched from it; absent means unknown'),
  package_scan: packageScanAnswer
    .optional()
    .describe('Result of the scan of its packages; absent when they were not scanned'),
  tests: z.array(testResult).optional(),
  shares: z.array(shareAnswer).optional(),
  loans: z
    .array(z.object({ account: z.string(), holder: z.string(), since: time, until: time }))
    .optional()
    .describe('Copy grants: member accounts that may copy it until their copy exists'),
  encryption_key: z.string().optional().describe('ARN of the key that the built image or the copy is encrypted with'),
  recipe_digest: z.string().optional(),
  request_digest: z.string().optional(),
  packages_key: z.string().optional(),
  imds_support: z.string().optional().describe('v2.0: instances require IMDSv2 unless their launch says otherwise'),
  last_launched: z.string().optional().describe('The last launch, which EC2 reports up to a day late'),
  provenance: z
    .object({ key: z.string(), digest: z.string(), signed_at: time })
    .optional()
    .describe('The signed record of the origin of the image'),
  channels: z.array(z.string()).optional().describe('Channels that point to its release, where images are shown'),
  removal_postponed: z
    .object({ since: time, reasons: z.array(z.string()) })
    .optional()
    .describe('Why it stays although its scheduled removal is due'),
  removed_at: time.optional(),
  removal_reasons: z.array(z.string()).optional(),
  updated_at: time,
  revision: z.int(),
}) satisfies z.ZodType<Image>;

/** Answer of `GET /v1/images/resolve`: the image, and the reason for every candidate. */
export const resolveAnswer = z.object({
  query: imageQuery.describe('The query as the API understood it'),
  image: imageAnswer,
  reason: z.string(),
  candidates: z.array(
    z.object({
      ami_id: z.string(),
      name: z.string(),
      version: z.string().optional(),
      region: z.string(),
      taken: z.boolean(),
      reason: z.string(),
    }),
  ),
});

/** A snapshot of an image from EC2. */
export const snapshotAnswer = z.object({
  snapshot_id: z.string(),
  size_gb: z.number(),
  state: z.string(),
  started_at: z.string(),
  encrypted: z.boolean(),
  description: z.string().optional(),
  shared_with: z.array(z.string()).optional().describe('Accounts, or `all` for everybody'),
});

/** An error of the API (RFC 9457). */
export const problemAnswer = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('One sentence that names what is wrong and what to do'),
  name: z.string().describe('The fixed name of the error'),
});

const page = { cursor: nextCursor };
export const imagesAnswer = z.object({
  images: z.array(imageAnswer),
  hidden: z
    .object({ deprecated: z.int(), revoked: z.int() })
    .optional()
    .describe('Matching images that this page leaves out because they are deprecated or revoked; not with latest'),
  ...page,
});
export const snapshotsAnswer = z.object({ snapshots: z.array(snapshotAnswer) });
