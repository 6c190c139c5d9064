import * as z from 'zod';
import { completionMinutes } from '../../replication/duration';
import { protectionKinds } from '../../stack/policy';
import { isGone, isUsable } from '../../image/usability';
import { keyArn, keysByRegion } from '../../replication/key-arn';
import type { Image } from '../../model/image';
import { policyOf, type StackPolicyMembers, type StackPolicyRecord } from '../../stack/policy';
import { proofObstacle, proofOf } from '../../release/proof';
import { imagesById } from '../../release/group';
import { account, cursor, limit, nextCursor, region } from '../../lib/query-fields';
import { isCron, isTimeZone } from '../../lib/cron';
import { groupBy } from '../../lib/group';
import { followingTemplate, followingTemplates } from '../../rollout/following';

const days = (least: number) => z.int().min(least, `at least ${least}`).max(3650, 'at most 3650 days');
const count = (most: number) => z.int().min(1, 'at least 1').max(most, `at most ${most}`);
const never = z.literal('never');
const rebuildSchedule = z.strictObject({
  cron: z.string().refine(isCron, 'not a cron expression of six fields: write, for example, 0 4 ? * SUN *'),
  time_zone: z.string().refine(isTimeZone, 'not a time zone: write, for example, Europe/Zurich').default('UTC'),
});

/** Body of `PUT /v1/stacks/{stack}`: the changed fields. A missing field stays, and `null` restores the default. */
export const setStackRequest = z.strictObject({
  revision: z.int().min(0).optional().describe('Refused with 409 when the policy has another revision'),
  regions: z.array(region).min(1).max(40).nullish().describe('Regions in which releases are wanted'),
  accounts: z
    .array(account)
    .min(1)
    .max(20)
    .nullish()
    .describe('Member accounts that get copies of releases, in the regions where these are'),
  encryption_keys: keysByRegion(keyArn.nullable())
    .nullish()
    .describe('ARN of the key for builders, images and copies, by region'),
  test_replicas: z.boolean().nullish().describe('Test copies in their region before they are published'),
  require_tests: z
    .boolean()
    .nullish()
    .describe('Refuse recipes without a test, and images that were never tested. Default: false'),
  require_approval: z
    .boolean()
    .nullish()
    .describe('Let builds wait for an approval after their tests, before they are published. Default: false'),
  complete_within_minutes: z
    .union([completionMinutes, never])
    .nullish()
    .describe(
      'Minutes in which EC2 is to complete copies, for a price: a multiple of 15 from 15 to 2880. Default: never',
    ),
  deprecate_after_days: z
    .union([days(1), never])
    .nullish()
    .describe('Age at which a release is deprecated. Default: 90'),
  deprecation_date_days: z
    .union([days(1), never])
    .nullish()
    .describe('Age at which an image is deprecated by a date that it gets at publication. Default: never'),
  supersede_grace_days: z
    .union([days(0), never])
    .nullish()
    .describe('Days after a newer release until the one before is deprecated. Default: never'),
  deprecate_on_findings: z
    .enum(['critical', 'high', 'never'])
    .nullish()
    .describe('Severity of findings that deprecates. Default: never'),
  scan_packages: z
    .enum(['build', 'nightly', 'never'])
    .nullish()
    .describe(
      'When packages are compared with known vulnerabilities: before a build is published, or every night too. Default: never',
    ),
  deregistration_protection: z
    .enum([...protectionKinds, 'never'])
    .nullish()
    .describe('Whether EC2 refuses to deregister images until a cleanup turns that off. Default: never'),
  cleanup: z
    .strictObject({
      enabled: z.boolean().nullish(),
      keep_latest: count(1000).nullish(),
      deprecated_days: days(0).nullish().describe('Age above which a deprecated image is removed. Default: 180'),
      unused_days: days(0)
        .nullish()
        .describe('Days since creation and last launch above which an image is removed as unused. Default: 180'),
      minimum_age_days: days(0).nullish(),
      template_versions: count(10_000).nullish(),
      orphan_days: z
        .union([days(1), never])
        .nullish()
        .describe('Days after which a snapshot that was found without an image is removed. Default: never'),
      grace_minutes: z.int().min(0).max(10_080, 'at most 10080, a week').nullish(),
      disable_during_grace: z
        .boolean()
        .nullish()
        .describe('Disable a marked image at once, so that launches fail during its grace period. Default: false'),
      most_per_run: count(1000).nullish(),
    })
    .nullish(),
  volume_initialization_rate: z
    .union([z.int().min(100, 'EC2 takes 100 to 300 MiB/s').max(300, 'EC2 takes 100 to 300 MiB/s'), never])
    .nullish()
    .describe('Initialization rate of launched volumes in MiB a second. Default: the measured rate'),
  launch_templates: followingTemplates.nullish().describe('Launch templates that follow channels of the stack'),
  retest_days: z
    .union([days(1), never])
    .nullish()
    .describe('Days from the last test of the image of a channel until it is tested again. Default: never'),
  rebuild_schedule: z
    .union([rebuildSchedule, never])
    .nullish()
    .describe('When the recipes of the stack are rebuilt, to the minute. Default: each recipe decides'),
  pause_after_failures: z
    .union([count(100), never])
    .nullish()
    .describe('Failed builds in a row after which scheduled builds pause. Default: 3'),
});

/** Query of `GET /v1/stacks`. */
export const listStacksQuery = z.strictObject({
  limit: limit.optional(),
  cursor: cursor.optional(),
});

/** A stack: its policy with defaults, and the number of its images. */
export const stackAnswer = z.object({
  stack: z.string(),
  policy: z
    .object({
      regions: z.array(z.string()).optional(),
      accounts: z.array(z.string()).optional(),
      encryption_keys: z.record(z.string(), z.string()),
      test_replicas: z.boolean(),
      require_tests: z.boolean(),
      require_approval: z.boolean(),
      complete_within_minutes: z.int().nullish(),
      deprecate_after_days: z.int().nullable(),
      deprecation_date_days: z.int().nullish(),
      supersede_grace_days: z.int().nullable(),
      deprecate_on_findings: z.enum(['critical', 'high']).nullable(),
      scan_packages: z.enum(['build', 'nightly']).nullable(),
      deregistration_protection: z.enum(protectionKinds).nullable(),
      cleanup: z.object({
        enabled: z.boolean(),
        keep_latest: z.int(),
        deprecated_days: z.int(),
        unused_days: z.int(),
        minimum_age_days: z.int(),
        template_versions: z.int(),
        orphan_days: z.int().nullable(),
        grace_minutes: z.int(),
        disable_during_grace: z.boolean(),
        most_per_run: z.int(),
      }),
      volume_initialization_rate: z.int().nullish(),
      launch_templates: z.array(followingTemplate).optional(),
      retest_days: z.int().nullish(),
      rebuild_schedule: z.object({ cron: z.string(), time_zone: z.string() }).nullish(),
      pause_after_failures: z.int().nullable(),
    })
    .describe('null means never'),
  measured: z
    .object({
      rate: z.number().nullable(),
      compared_rate: z.number(),
      seconds_without: z.number(),
      seconds_with: z.number(),
      instance_types: z.array(z.string()),
      build_id: z.string(),
      measured_at: z.string(),
    })
    .optional()
    .describe('What the last comparison of launches with and without a volume initialization rate found'),
  set: z
    .array(z.string())
    .describe('The members that are set, those of the cleanup as `cleanup.keep_latest` too; the others are defaults'),
  revision: z.int().describe('0 while nothing is set'),
  updated_at: z.string().optional(),
  updated_by: z.string().optional(),
  images: z.object({
    total: z.int().describe('Images that spawn manages and EC2 still has, in all regions'),
    usable: z.int().describe('Of these, images that a launch by stack may use'),
    deprecated: z.int(),
    regions: z.array(z.string()),
  }),
  failed_rebuilds: z
    .array(z.object({ variant: z.string(), failures: z.int(), paused: z.boolean(), reason: z.string().optional() }))
    .optional()
    .describe('Of one stack: variants whose last rebuilds failed, and whether the nightly run leaves them out'),
});

export const stacksAnswer = z.object({ stacks: z.array(stackAnswer), cursor: nextCursor });

export type StackAnswer = z.output<typeof stackAnswer>;

/** Returns a stack as the API shows it: its record if there is one, and its images of the catalog. */
export function answerOfStack(
  stack: string,
  record: StackPolicyRecord | undefined,
  images: readonly Image[],
): StackAnswer {
  const there = images.filter((image) => image.stack === stack && image.lifecycle === 'published' && !isGone(image));
  const [policy, known] = [policyOf(record), imagesById(there)];
  return {
    stack,
    policy,
    measured: record?.measured,
    set: membersOf(record?.policy).sort(),
    revision: record?.revision ?? 0,
    updated_at: record?.updated_at,
    updated_by: record?.updated_by,
    images: {
      total: there.length,
      usable: there.filter((image) => isUsable(image) && !proofObstacle(proofOf(image, known), policy.require_tests))
        .length,
      deprecated: there.filter((image) => image.deprecated).length,
      regions: [...new Set(there.map((image) => image.region))].sort(),
    },
  };
}

function membersOf(policy: StackPolicyMembers = {}): string[] {
  return [...Object.keys(policy), ...Object.keys(policy.cleanup ?? {}).map((member) => `cleanup.${member}`)];
}

/** Returns every stack that has images or a policy, in alphabetical order. */
export function answerOfStacks(records: readonly StackPolicyRecord[], images: readonly Image[]): StackAnswer[] {
  const ofStack = groupBy(
    images.filter((image) => image.lifecycle === 'published' && !isGone(image)),
    ({ stack }) => stack,
  );
  const names = new Set([...records.map(({ stack }) => stack), ...[...ofStack.keys()].flatMap((stack) => stack ?? [])]);
  return [...names].sort().map((stack) =>
    answerOfStack(
      stack,
      records.find((record) => record.stack === stack),
      ofStack.get(stack) ?? [],
    ),
  );
}
