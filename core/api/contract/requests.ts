import * as z from 'zod';
import { completionMinutes } from '../../replication/duration';
import { durationPattern } from '../../lib/duration';
import { asciiText, tagText } from '../../lib/ec2-text';
import { imageIdPattern } from '../../lib/identifier';
import { keyArn, keysByRegion } from '../../replication/key-arn';
import { sortKeys } from '../../release/listing';
import { account, cursor, limit, namePattern, region, tagsAsJson, untested } from '../../lib/query-fields';
import { carriageReturnMessage, hasWindowsLines, linuxScript } from '../../lib/script-text';
import { saysYes } from '../../lib/text-boolean';

const regionOrAll = z.union([region, z.literal('all')]);
const tags = z.record(z.string(), z.string());
const instanceType = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'not an instance type: write, for example, m7i.large');
const architecture = z.enum(['x86_64', 'arm64']);
const flag = z.enum(['true', 'false']).transform(saysYes);
// EC2 allows five launches at once and two a second after that, and the API answers within 29 seconds.
const largestCount = 50;
const initializationRate = z.int().min(100).max(300);

/** Body of `POST /v1/images/{id}/tests`: tests on fresh instances. */
export const testImageRequest = z.strictObject({
  script: linuxScript.describe('Runs on each instance; exit code 0 passes'),
  instance_types: z.array(instanceType).min(1).max(10).optional().describe('Default: a small type that fits the image'),
  timeout_seconds: z.int().min(30).max(172_800).default(900),
  auto_terminate: z.boolean().default(false).describe('Terminate the instance when the test passes'),
  volume_initialization_rate: initializationRate
    .optional()
    .describe('Initialization rate of the root volume in MiB a second'),
  compare_initialization: z
    .boolean()
    .default(false)
    .describe(
      'Test each type twice, as it is and with a rate (default: 300), and keep for the stack which is ready sooner',
    ),
  region: region.optional(),
});

/** Body of `POST /v1/images/{id}/replicas`: copies in other regions, or in member accounts. */
export const replicateImageRequest = z.strictObject({
  regions: z.array(region).min(1).max(40).optional().describe('Default with accounts: the region of the image'),
  accounts: z
    .array(account)
    .min(1)
    .max(20)
    .optional()
    .describe('Copy to these member accounts, not to regions of the home account'),
  kms_keys: keysByRegion(keyArn)
    .default({})
    .describe('ARN of the encryption key of a copy, by region. Default: the policy of the stack'),
  complete_within_minutes: completionMinutes
    .optional()
    .describe(
      'Time-based copies, which EC2 charges for: a multiple of 15 from 15 to 2880; default: the policy of the stack, else as fast as EC2 can',
    ),
  untested: untested.optional(),
  region: region.optional().describe('Region of the image'),
});

/**
 * Body of `POST /v1/instances`: one instance, or with a count a job array, of an image that is named or selected by
 * stack and version.
 */
export const launchInstanceRequest = z
  .strictObject({
    name: tagText.min(1).max(255).optional(),
    instance_type: instanceType,
    ami: z
      .string()
      .regex(imageIdPattern, 'not an image id: write ami-…')
      .optional()
      .describe('Default without stack: the newest Amazon Linux 2023'),
    stack: z.string().min(1).optional(),
    version: z.string().min(1).optional().describe('Exact, or a range such as >=2.0, <3.0'),
    channel: z.string().min(1).optional().describe('Channel of the stack, such as stable'),
    region: region.optional(),
    ttl: z.string().regex(durationPattern, 'not a duration: write, for example, 8h').optional(),
    user_data: z
      .string()
      .max(16_384, 'EC2 takes 16 KiB')
      .refine((text) => !text.startsWith('#!') || !hasWindowsLines(text), carriageReturnMessage)
      .optional(),
    tags: tags.default({}),
    spot: z.boolean().default(false),
    volume_size_gb: z.int().min(1).max(16_384).optional(),
    volume_initialization_rate: initializationRate
      .optional()
      .describe('Initialization rate of the root volume in MiB a second. Default: the policy of the stack'),
    key_name: asciiText.min(1).max(255).optional(),
    count: z
      .int()
      .min(1)
      .max(largestCount)
      .optional()
      .describe('Number of instances of a job array; launches all of them or none'),
    job_array_name: tagText
      .min(1)
      .max(240)
      .optional()
      .describe('Name of the job array; its instances are NAME-0, NAME-1, …'),
    command: z
      .string()
      .min(1)
      .max(16_384)
      .optional()
      .describe(
        'Shell command that runs once after the user data, with JOB_ARRAY_INDEX, JOB_ARRAY_SIZE and JOB_ARRAY_NAME; its output goes to /var/log/spawn-job.log',
      ),
  })
  .refine(({ ami, stack }) => ami === undefined || stack === undefined, {
    path: ['ami'],
    message: 'name either an image or a stack, not both',
  })
  .refine(({ stack, version }) => version === undefined || stack !== undefined, {
    path: ['version'],
    message: 'a version requires a stack',
  })
  .refine(({ stack, channel }) => channel === undefined || stack !== undefined, {
    path: ['channel'],
    message: 'a channel requires a stack',
  });

export type LaunchRequest = z.output<typeof launchInstanceRequest>;

/** Body of `POST /v1/instances/{id}/sessions`: a shell on an instance. */
export const startSessionRequest = z.strictObject({ region: region.optional() });

/** Body of `POST /v1/instances/{id}/commands`: one shell command on an instance. */
export const runCommandRequest = z.strictObject({
  command: z.string().min(1, 'it is empty').max(65_536, 'it has more than 64 KiB'),
  timeout_seconds: z.int().min(5).max(172_800).default(3600).describe('Time limit in seconds'),
  region: region.optional(),
});

/** Query of `GET /v1/images`. */
export const listImagesQuery = z.strictObject({
  stack: z.string().min(1).optional(),
  version: z.string().min(1).optional(),
  arch: architecture.optional(),
  gpu: flag.optional(),
  name: namePattern.optional(),
  tags: tagsAsJson.optional(),
  deprecated: flag.optional().describe('Lists deprecated images too'),
  revoked: flag.optional().describe('Lists revoked images too, deprecated or not'),
  pending: flag.optional().describe('Lists images that are still being created too; not with `latest`'),
  outdated: flag
    .optional()
    .describe(
      'Only images whose recorded health says that what they were built on has changed, is gone or is withdrawn',
    ),
  latest: flag.optional(),
  channel: z.string().min(1).optional(),
  account: z
    .union([account, z.literal('all')])
    .optional()
    .describe(
      'Images of this account, or of all: of a member account those that spawn does not manage too. Default: the own',
    ),
  region: regionOrAll.optional(),
  sort_by: z.enum(sortKeys).optional().describe('Sorts ascending by this key. Default: the newest first'),
  reverse: flag.optional().describe('Reverses the order: descending with `sort_by`, the oldest first without it'),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

/** Query of `GET /v1/images/resolve`. */
export const resolveImageQuery = z.strictObject({
  stack: z.string().min(1),
  version: z.string().min(1).optional(),
  instance_type: instanceType.optional(),
  arch: architecture.optional(),
  gpu: flag.optional(),
  region: region.optional(),
  variant: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
});

/** Query of `GET /v1/instances`. */
export const listInstancesQuery = z.strictObject({
  name: z.string().min(1).optional(),
  state: z.enum(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']).optional(),
  region: regionOrAll.optional(),
  tag: z
    .string()
    .regex(/^[^=]+=/, 'write it as key=value')
    .optional(),
});

/** Query of routes of one image or instance. */
export const regionQuery = z.strictObject({ region: region.optional() });

/** Query of `GET /v1/builds/{id}/log`. */
export const logQuery = z.strictObject({ cursor: cursor.optional() });
