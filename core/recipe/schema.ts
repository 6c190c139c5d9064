import * as z from 'zod';
import { isCron, isTimeZone } from '../lib/cron';
import { durationPattern, parseDuration } from '../lib/duration';
import { imageDescription } from '../lib/ec2-text';
import { copiedFiles } from './copied-files';
import { builderTypes, dataVolumes, instanceType, launchTypes, rootVolume, spotBuilder } from './machine';
import { shortNameForm } from '../model/release-name';
import { residueWaiver } from '../residue/waiver';
import { carriageReturnMessage, hasWindowsLines } from '../lib/script-text';
import { imdsChoice } from '../model/imds';
import { region } from '../lib/query-fields';

// Editors show these descriptions from the published JSON Schema.
const duration = z.string().regex(durationPattern, 'not a duration: write, for example, 90m, 2h or 1h30m');
const fileName = z
  .string()
  .min(1)
  .max(255)
  .refine(isInside, 'not a file next to the recipe: write a relative path without ..')
  .describe('Path of a script, relative to the recipe');
const notWindows = (text: string): boolean => !hasWindowsLines(text);
const inline = z
  .string()
  .min(1)
  .refine(notWindows, carriageReturnMessage)
  .describe('The script itself; it runs as root, with bash unless its first line names another program');
const shortName = z.string().max(shortNameForm.longest).regex(shortNameForm.pattern, shortNameForm.advice);

/** One script: a file or the text itself. */
const scriptSource = { script: fileName.optional(), run: inline.optional() };
const oneSource = (value: { script?: string; run?: string }) =>
  (value.script === undefined) !== (value.run === undefined);
const oneSourceMessage = 'needs either `script` (a file) or `run` (the text), and not both';

const provisionScript = z
  .strictObject(
    {
      ...scriptSource,
      name: shortName
        .optional()
        .describe('Name in stages and logs; default: the file name, or provision-1, provision-2, …'),
      timeout: duration.optional().describe('Time limit; default: limits.script'),
    },
    {
      error: ({ code, input }) =>
        code === 'invalid_type' && typeof input === 'string'
          ? `write \`script: ${input}\` for a file, or \`run: …\` for a command`
          : undefined,
    },
  )
  .refine(oneSource, oneSourceMessage);

const cleanup = z
  .union(
    [z.enum(['default', 'none']), z.strictObject(scriptSource).refine(oneSource, oneSourceMessage)],
    'it must be default, none, or a mapping with `script` or `run`',
  )
  .default('default')
  .describe(
    'What cleans the builder before the image is created: default (ships with spawn), none, or a script of yours',
  );

const test = z
  .strictObject({
    ...scriptSource,
    instance_types: z
      .array(instanceType)
      .min(1)
      .max(10)
      .optional()
      .describe(
        'A fresh instance of each type is tested, in parallel; default: the first of the recipe’s instance types',
      ),
    timeout: duration.default('15m').describe('Time limit of the test'),
    keep_on_failure: z.boolean().default(false).describe('Keep the instance of a failed test for two hours'),
  })
  .refine(oneSource, oneSourceMessage)
  .describe('Runs on a fresh instance of the image; exit code 0 passes');

const vulnerabilities = z
  .strictObject({
    scan: z
      .boolean()
      .default(true)
      .describe(
        'Scan the packages for known vulnerabilities before the image is published (Amazon Inspector bills each scan)',
      ),
    fail_on: z
      .enum(['critical', 'high', 'medium', 'none'])
      .default('critical')
      .describe('The lowest severity that fails the build; a failed scan fails it too, unless this is none'),
    ignore: z
      .array(
        z
          .string()
          .regex(
            /^[A-Z][A-Za-z0-9]*-[A-Za-z0-9:.-]+$/,
            'not the id of a vulnerability: write, for example, CVE-2024-2961',
          ),
      )
      .max(100)
      .default([])
      .describe('Vulnerabilities that do not fail the build, by id'),
  })
  .describe('Known vulnerabilities of the packages; without it the policy of the stack decides');

const limits = z
  .strictObject({
    ready: duration.default('10m').describe('From launch until the builder is online in Systems Manager'),
    script: duration
      .default('1h')
      .describe('Each provision script that has no timeout of its own, and copying the files'),
    clean: duration
      .optional()
      .describe(
        'Cleaning and searching for residue; default: 15 minutes, and half a minute for each GiB of the root volume',
      ),
    stop: duration.default('10m').describe('Stopping the builder'),
    image: duration.default('24h').describe('Until the image is available'),
    copy: duration.default('24h').describe('Until the copy in another region is available'),
    approval: duration
      .refine(isApprovalTime, 'it must be from 1m to 30d')
      .optional()
      .describe('Until the build is approved, where an approval is required; default: 7 days'),
  })
  .describe('Time limits of the stages');

const rebuild = z
  .union(
    [
      z.enum(['on-new-base', 'monthly']),
      z.strictObject({
        cron: z
          .string()
          .refine(isCron, 'not a cron expression of six fields: write, for example, 0 4 ? * SUN *')
          .describe(
            'Minutes, hours, day of the month, month, day of the week, year, as in EventBridge; a rebuild starts at that minute',
          ),
        time_zone: z.string().refine(isTimeZone, 'not a time zone: write, for example, Europe/Zurich').default('UTC'),
      }),
    ],
    'it must be on-new-base, monthly, or a mapping with `cron`',
  )
  .describe('When the recipe is rebuilt: on-new-base and monthly are checked every night; default: never');

const secretReference = z
  .string()
  .regex(
    /^(ssm|secretsmanager):\/spawn\/[a-z0-9-]+\/[A-Za-z0-9_.\-/]+$/,
    'not a secret of spawn: write ssm:/spawn/<stage>/<name> or secretsmanager:/spawn/<stage>/<name>',
  );

/** The schema of a recipe. Unknown keys are refused; versions and durations are texts. */
export const recipeSchema = z.strictObject({
  stack: shortName.describe('Name of the software stack, such as pytorch'),
  version: z.string().min(1).max(64).describe('Version of the stack, such as 2.2.0'),
  build_numbers: z
    .boolean()
    .default(false)
    .describe('Number the builds of the version: 2.2.0+1, 2.2.0+2, …; without it a version has one content only'),
  variant: shortName
    .optional()
    .describe('A label that distinguishes images of one version, such as cuda12; the architecture is added'),
  description: imageDescription.optional().describe('Description of the image; EC2 accepts ASCII only'),
  architecture: z
    .enum(['x86_64', 'arm64'])
    .optional()
    .describe('Architecture of the image; default: that of the instance types'),
  base: z
    .string()
    .min(1)
    .describe(
      'al2023, al2023-gpu, ubuntu-24.04, ubuntu-22.04, debian-12, ssm:/path, ami-…, stack:name@range or owner/name-*@newest',
    ),
  instance_types: builderTypes,
  spot: spotBuilder,
  launch_types: launchTypes,
  volume: rootVolume,
  volumes: dataVolumes,
  files: copiedFiles,
  provision: z.array(provisionScript).min(1).max(20).describe('Scripts that install the stack, in order'),
  secrets: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'use capital letters, digits and underscores'), secretReference)
    .default({})
    .describe(
      'Environment variables of the provision scripts, read from ssm:/spawn/<stage>/… or secretsmanager:/spawn/<stage>/…',
    ),
  cleanup,
  waive: z
    .array(residueWaiver)
    .max(100)
    .default([])
    .describe('Findings of the residue report that do not fail the build: items by name, or files by path'),
  test: test.optional(),
  vulnerabilities: vulnerabilities.optional(),
  approval: z
    .enum(['required'])
    .optional()
    .describe(
      'required: after the tests, publication waits for spawn builds approve; default: the policy of the stack',
    ),
  imds: imdsChoice
    .default('required')
    .describe(
      'required: instances of the image require IMDSv2 unless their launch says otherwise, which cannot be undone; optional: the image leaves it open',
    ),
  deprecate_after: duration
    .refine(isDeprecationAge, 'it must be from 1d to 3650d, the most that EC2 accepts')
    .optional()
    .describe(
      'Deprecates the image and its copies this long after it was created, such as 180d; the date is visible in EC2 from publication on',
    ),
  regions: z.array(region).max(40).default([]).describe('Regions that the published image is copied to'),
  tags: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe('Tags of your own for the image and its snapshots'),
  packages: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe('What the image promises to carry: package name and version'),
  rebuild: rebuild.optional(),
  base_end_of_life: z.iso
    .date('not a date: write, for example, 2029-04-30')
    .optional()
    .describe('Last day on which the vendor maintains the base; a warning comes three months before'),
  limits: limits.prefault({}),
});

/** A recipe with its defaults filled in. */
export type Recipe = z.output<typeof recipeSchema>;

// A candidate image costs money while it waits.
function isApprovalTime(text: string): boolean {
  if (!durationPattern.test(text)) return true;
  const seconds = parseDuration(text);
  return seconds >= 60 && seconds <= 30 * 86_400;
}

// EC2 refuses a date more than ten years ahead (API reference, EnableImageDeprecation).
function isDeprecationAge(text: string): boolean {
  if (!durationPattern.test(text)) return true;
  const days = parseDuration(text) / 86_400;
  return days >= 1 && days <= 3650;
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.includes('\\') && !path.includes('\0') && !path.split('/').includes('..');
}
