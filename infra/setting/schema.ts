import * as z from 'zod';
import { isShellScript } from '../../core/instance/user-data';
import { region } from '../../core/lib/query-fields';
import { notification } from './notifications';

const account = z.string().regex(/^\d{12}$/, 'an account of twelve digits');
/** Retention periods that CloudWatch Logs accepts, in days. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const;

const ownNetwork = z.strictObject({
  cidr: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3}){3}\/16$/, 'a /16 block such as 10.83.0.0/16')
    .default('10.83.0.0/16')
    .describe('Addresses of a network that the deployment makes'),
  zones: z.int().min(1).max(6).default(3).describe('Availability zones of that network, one public subnet in each'),
});
const existingNetwork = z.strictObject({
  subnet_ids: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, 'a subnet id such as subnet-0123456789abcdef0'))
    .min(1)
    .describe('Subnets of yours for builders and test instances, with a way to Systems Manager and S3'),
  security_group_id: z
    .string()
    .regex(/^sg-[0-9a-f]{8,17}$/, 'a security group id such as sg-0123456789abcdef0')
    .describe('Security group of yours for them, in the network of the subnets'),
});

const nightly = z.strictObject({
  cron: z
    .string()
    .regex(/^(\S+ ){5}\S+$/, 'six fields of an EventBridge cron expression, such as 0 3 * * ? *')
    .default('0 3 * * ? *')
    .describe('When the nightly checks run, as a cron expression of EventBridge'),
  time_zone: z
    .string()
    .min(1)
    .default('UTC')
    .refine(isTimeZone, 'a time zone such as Europe/Zurich')
    .describe('Time zone of that expression'),
});

/** The schema of the settings. Each has a description; docs/settings.md is made of them. */
export const schema = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,11}$/, 'one to twelve of a-z, 0-9 and -, beginning with a letter')
    .describe('Name of the deployment, part of all its names. It is the name of the file, and is not written into it'),
  home_region: region.describe('Region of the deployment; it cannot be changed later'),
  regions: z.array(region).max(20).default([]).describe('Further regions for images, besides the home region'),
  regional_stacks: z
    .boolean()
    .default(false)
    .describe('Whether a stack in each of those regions forwards their events to the home region'),
  home_account: account.optional().describe('Account of the deployment, which member accounts trust'),
  member_accounts: z
    .array(account)
    .max(20)
    .default([])
    .describe('Member accounts, to which images are copied and whose images are listed; each has its own stack'),
  network: z
    .union([existingNetwork, ownNetwork])
    .default({ cidr: '10.83.0.0/16', zones: 3 })
    .describe('Network of builders and test instances: one that the deployment makes, or one of yours'),
  nightly: nightly.prefault({}).describe('When the nightly checks run'),
  sweep_minutes: z
    .int()
    .min(1)
    .max(2)
    .default(1)
    .describe('Minutes between two sweeps: a wait that no sweep sees for three minutes fails without its reason'),
  reap_minutes: z
    .int()
    .min(5)
    .max(60)
    .default(15)
    .describe('Minutes between two runs of the reaper, which removes what crashed builds have left'),
  log_retention_days: z.literal(retentionDays).default(30).describe('Days that logs are kept'),
  deletion_protection: z
    .boolean()
    .default(true)
    .describe('Whether DynamoDB refuses to delete the table of the catalog'),
  instance_cap: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe('Maximum number of instances that people may run at a time'),
  build_cap: z.int().min(1).max(100).default(10).describe('Maximum number of builds at a time'),
  allowed_instance_types: z
    .array(z.string().regex(/^[a-z0-9*-]+\.[a-z0-9*-]+$/, 'an instance type such as g5.xlarge or g5.*'))
    .nullable()
    .default(null)
    .describe('Instance types that people may launch and recipes may name; null allows all'),
  base_owners: z
    .array(
      z.string().regex(/^(\d{12}|self|amazon|[a-z-]+)$/, 'an account of twelve digits, or an alias such as amazon'),
    )
    .default([])
    .describe('Owners of base images, besides Amazon, Canonical, Debian and your account'),
  base_parameter_prefixes: z
    .array(z.string().regex(/^\/\S+\/$/, 'a parameter path such as /golden/, with a slash at both ends'))
    .default([])
    .describe('Paths of Parameter Store that may hold the id of a base image, besides those of AWS'),
  managed_tags: z
    .array(z.strictObject({ key: z.string().min(1).max(127), value: z.string().max(256) }))
    .max(5)
    .default([])
    .describe('Tags of instances that something else has launched and that spawn may act on'),
  user_data_bootstrap: z
    .string()
    .max(2048, 'at most 2048 characters: let it download the rest')
    .refine(isShellScript, 'a shell script that begins with #!/bin/bash or #!/bin/sh')
    .nullable()
    .default(null)
    .describe('Shell script that runs first on every instance that people launch; null means none'),
  snapshot_prices: z
    .record(region, z.number().positive())
    .optional()
    .describe('US dollars for a GiB and month, by region, if they differ from core/model/price.ts'),
  instance_prices: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'an instance type such as g5.xlarge'),
      z.number().positive(),
    )
    .optional()
    .describe(
      'US dollars an hour in the home region, by instance type, if they differ from core/model/instance-price.ts',
    ),
  signing_key: z
    .string()
    .regex(
      /^arn:[^:]+:kms:[^:]+:\d{12}:key\/\S+$/,
      'the ARN of a key such as arn:aws:kms:us-east-1:123456789012:key/ID',
    )
    .optional()
    .describe('ARN of the signing key of an earlier deployment, which is used instead of a new key'),
  alarm_email: z
    .email()
    .optional()
    .describe('E-mail address that receives the alarms, once it has confirmed the subscription'),
  report_email: z
    .email()
    .optional()
    .describe('E-mail address that receives the report of every nightly run; default: alarm_email'),
  owner_tag: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Tag that names the owner of what uses an image; its owners are told when the image is retired'),
  notifications: z.array(notification).max(10).default([]).describe('Topics and addresses that events are sent to'),
  export_history: z
    .boolean()
    .default(false)
    .describe('Whether the nightly run writes the history of each day to the bucket, as JSON lines'),
  api_requests_per_second: z
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .describe('Requests in a second that the API accepts; more are answered with 429'),
  comments: z.record(z.string(), z.string()).default({}).describe('Why a setting has its value, by setting'),
});

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
