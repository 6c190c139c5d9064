import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod';
import { notification, wrongNotification } from './notifications';
import { notJson, problemsOf } from './problem';
import { region } from '../../core/lib/query-fields';
import { isShellScript } from '../../core/instance/user-data';

const account = z.string().regex(/^\d{12}$/, 'an account of twelve digits');
/** Retention periods that CloudWatch Logs accepts, in days. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const;

const ownNetwork = z.strictObject({
  cidr: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3}){3}\/16$/, 'a /16 block such as 10.83.0.0/16')
    .default('10.83.0.0/16'),
  zones: z.int().min(1).max(6).default(3),
});
const existingNetwork = z.strictObject({
  subnet_ids: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, 'a subnet id such as subnet-0123456789abcdef0'))
    .min(1),
  security_group_id: z.string().regex(/^sg-[0-9a-f]{8,17}$/, 'a security group id such as sg-0123456789abcdef0'),
});

const nightly = z.strictObject({
  cron: z
    .string()
    .regex(/^(\S+ ){5}\S+$/, 'six fields of an EventBridge cron expression, such as 0 3 * * ? *')
    .default('0 3 * * ? *'),
  time_zone: z.string().min(1).default('UTC').refine(isTimeZone, 'a time zone such as Europe/Zurich'),
});

const schema = z.strictObject({
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,11}$/, 'one to twelve of a-z, 0-9 and -, beginning with a letter'),
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
  network: z.union([existingNetwork, ownNetwork]).default({ cidr: '10.83.0.0/16', zones: 3 }),
  nightly: nightly.prefault({}),
  sweep_minutes: z
    .int()
    .min(1)
    .max(2)
    .default(1)
    .describe('Minutes between two sweeps: a wait that no sweep sees for three minutes fails without its reason'),
  reap_minutes: z.int().min(5).max(60).default(15),
  log_retention_days: z.literal(retentionDays).default(30),
  deletion_protection: z.boolean().default(true),
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
    .default(null),
  base_owners: z
    .array(
      z.string().regex(/^(\d{12}|self|amazon|[a-z-]+)$/, 'an account of twelve digits, or an alias such as amazon'),
    )
    .default([]),
  base_parameter_prefixes: z
    .array(z.string().regex(/^\/\S+\/$/, 'a parameter path such as /golden/, with a slash at both ends'))
    .default([]),
  managed_tags: z
    .array(z.strictObject({ key: z.string().min(1).max(127), value: z.string().max(256) }))
    .max(5)
    .default([]),
  user_data_bootstrap: z
    .string()
    .max(2048, 'at most 2048 characters: let it download the rest')
    .refine(isShellScript, 'a shell script that begins with #!/bin/bash or #!/bin/sh')
    .nullable()
    .default(null),
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
  alarm_email: z.email().optional(),
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
  api_requests_per_second: z.int().min(1).max(1000).default(20),
  comments: z.record(z.string(), z.string()).default({}).describe('Why a setting has its value, by setting'),
});

/** The settings of one stage, with defaults and without comments. */
export type Settings = Omit<z.infer<typeof schema>, 'comments'>;

/**
 * The error of an unknown setting or a wrong value: `InvalidSetting`. The message names the setting and the allowed
 * values.
 */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting';
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns checked settings that were read from `source`. Throws InvalidSetting with one line for each wrong setting.
 */
export function parseSettings(values: Record<string, unknown>, source: string): Settings {
  const result = schema.safeParse(values, { reportInput: true });
  if (!result.success) throw new InvalidSetting(problemsOf(result.error, schema, source));
  const { comments, ...settings } = result.data;
  checkComments(comments, source);
  checkMembers(settings, source);
  checkNotifications(settings, source);
  return {
    ...settings,
    member_accounts: [...new Set(settings.member_accounts)],
    regions: [...new Set(settings.regions)].filter((name) => name !== settings.home_region),
  };
}

function checkComments(comments: Record<string, string>, source: string): void {
  const unknown = Object.keys(comments).find((key) => key === 'comments' || !Object.hasOwn(schema.shape, key));
  if (unknown === undefined) return;
  throw new InvalidSetting(
    `${source}: setting \`comments.${unknown}\` explains a setting that does not exist: use the name of a setting; these are ${Object.keys(schema.shape).join(', ')}`,
  );
}

function checkNotifications({ notifications, home_region }: Settings, source: string): void {
  const wrong = wrongNotification(notifications, home_region);
  if (wrong !== undefined) throw new InvalidSetting(`${source}: setting \`notifications\`, ${wrong}`);
}

function checkMembers({ home_account, member_accounts }: Settings, source: string): void {
  if (member_accounts.length > 0 && home_account === undefined) {
    throw new InvalidSetting(
      `${source}: setting \`home_account\` must be the account that the deployment is in, since the roles in member_accounts trust it`,
    );
  }
  if (home_account !== undefined && member_accounts.includes(home_account)) {
    throw new InvalidSetting(
      `${source}: setting \`member_accounts\` has ${home_account}, which is home_account itself`,
    );
  }
}

/**
 * Returns the settings of a stage from `settings/<stage>.json` in `folder`. The stage is SPAWN_STAGE, by default `dev`.
 * Throws InvalidSetting.
 */
export function readSettings(folder: string, environment: Record<string, string | undefined>): Settings {
  const stage = environment.SPAWN_STAGE || 'dev';
  const source = path.join('settings', `${stage}.json`);
  const file = path.join(folder, source);
  if (!fs.existsSync(file))
    throw new InvalidSetting(
      `${source}: there is no such file; write it with home_region at least, or choose another stage with SPAWN_STAGE`,
    );
  const values = readJson(fs.readFileSync(file, 'utf8'), source);
  // A list or a text has no stage.
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
  return parseSettings((isObject ? { ...values, stage } : values) as Record<string, unknown>, source);
}

function readJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidSetting(notJson(error as Error, text, source));
  }
}

/** Returns all regions of the deployment, the home region first. */
export function regionsOf(settings: Settings): string[] {
  return [settings.home_region, ...settings.regions];
}
