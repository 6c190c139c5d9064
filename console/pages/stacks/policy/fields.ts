import type { InputOf } from '../../../client/types';

/** What the API takes as a change of a policy. */
export type PolicyChange = Omit<NonNullable<InputOf<'setStack'>['body']>, 'revision'>;
type CleanupChange = NonNullable<PolicyChange['cleanup']>;

/** A member of a policy; those of the cleanup have its prefix. */
export type Path = Exclude<keyof PolicyChange, 'cleanup'> | `cleanup.${keyof CleanupChange & string}`;

export const groups = ['Deprecation', 'Cleanup', 'Publication', 'Tests and approval', 'Launches', 'Rebuilds'] as const;

/** How a member is entered, and which flag of the command sets it. */
export interface Field {
  label: string;
  group: (typeof groups)[number];
  flag: string;
  kind: 'number' | 'switch' | 'choice' | 'list' | 'keys' | 'schedule' | 'templates';
  /** Whether it can be turned off with `never`. */
  never?: boolean;
  /** The unit of a number: the word after it, and its letter in the command. */
  unit?: { word: string; letter: string };
  options?: readonly string[];
  /** How a line is written. */
  form?: string;
  help?: string;
}

const days = { word: 'days', letter: 'd' };
const minutes = { word: 'minutes', letter: 'm' };

/** Every member that the API takes: one that is missing here does not compile. */
export const fields: Readonly<Record<Path, Field>> = {
  regions: { label: 'Regions', group: 'Publication', flag: 'region', kind: 'list', form: 'eu-west-1' },
  accounts: { label: 'Member accounts', group: 'Publication', flag: 'account', kind: 'list', form: '210987654321' },
  encryption_keys: {
    label: 'Encryption keys',
    group: 'Publication',
    flag: 'encryption-key',
    kind: 'keys',
    form: 'us-east-1=arn:aws:kms:us-east-1:123456789012:key/…',
  },
  complete_within_minutes: {
    label: 'Copies complete within',
    group: 'Publication',
    flag: 'complete-within',
    kind: 'number',
    never: true,
    unit: minutes,
    help: 'EC2 charges for it',
  },
  scan_packages: {
    label: 'Scan packages',
    group: 'Tests and approval',
    flag: 'scan-packages',
    kind: 'choice',
    never: true,
    options: ['build', 'nightly'],
    help: 'Amazon Inspector charges for it',
  },
  test_replicas: {
    label: 'Test copies in their region',
    group: 'Tests and approval',
    flag: 'test-replicas',
    kind: 'switch',
  },
  require_tests: { label: 'Require tests', group: 'Tests and approval', flag: 'require-tests', kind: 'switch' },
  require_approval: {
    label: 'Require an approval',
    group: 'Tests and approval',
    flag: 'require-approval',
    kind: 'switch',
  },
  retest_days: {
    label: 'Test channels again after',
    group: 'Tests and approval',
    flag: 'retest-after',
    kind: 'number',
    never: true,
    unit: days,
  },
  deprecate_after_days: {
    label: 'Deprecate releases after',
    group: 'Deprecation',
    flag: 'deprecate-after',
    kind: 'number',
    never: true,
    unit: days,
  },
  supersede_grace_days: {
    label: 'Deprecate superseded releases after',
    group: 'Deprecation',
    flag: 'supersede-grace',
    kind: 'number',
    never: true,
    unit: days,
  },
  deprecation_date_days: {
    label: 'Date of deprecation from publication on',
    group: 'Deprecation',
    flag: 'deprecation-date-after',
    kind: 'number',
    never: true,
    unit: days,
  },
  deprecate_on_findings: {
    label: 'Deprecate on findings',
    group: 'Deprecation',
    flag: 'deprecate-on-findings',
    kind: 'choice',
    never: true,
    options: ['critical', 'high'],
  },
  deregistration_protection: {
    label: 'Deregistration protection',
    group: 'Deprecation',
    flag: 'deregistration-protection',
    kind: 'choice',
    never: true,
    options: ['without-cooldown', 'with-cooldown'],
  },
  'cleanup.enabled': { label: 'Nightly cleanup', group: 'Cleanup', flag: 'cleanup', kind: 'switch' },
  'cleanup.keep_latest': {
    label: 'Newest versions to keep',
    group: 'Cleanup',
    flag: 'keep-latest',
    kind: 'number',
    unit: { word: 'versions', letter: '' },
  },
  'cleanup.deprecated_days': {
    label: 'Remove deprecated images after',
    group: 'Cleanup',
    flag: 'cleanup-deprecated-after',
    kind: 'number',
    unit: days,
  },
  'cleanup.unused_days': {
    label: 'Remove unused images after',
    group: 'Cleanup',
    flag: 'cleanup-unused-after',
    kind: 'number',
    unit: days,
  },
  'cleanup.minimum_age_days': {
    label: 'Least age of what is removed',
    group: 'Cleanup',
    flag: 'minimum-age',
    kind: 'number',
    unit: days,
  },
  'cleanup.template_versions': {
    label: 'Versions of launch templates that count as use',
    group: 'Cleanup',
    flag: 'template-versions',
    kind: 'number',
    unit: { word: 'versions', letter: '' },
  },
  'cleanup.grace_minutes': {
    label: 'Grace period',
    group: 'Cleanup',
    flag: 'grace',
    kind: 'number',
    unit: minutes,
  },
  'cleanup.disable_during_grace': {
    label: 'Disable images during the grace period',
    group: 'Cleanup',
    flag: 'disable-during-grace',
    kind: 'switch',
  },
  'cleanup.most_per_run': {
    label: 'Most images in one run',
    group: 'Cleanup',
    flag: 'most-per-run',
    kind: 'number',
    unit: { word: 'images', letter: '' },
  },
  'cleanup.orphan_days': {
    label: 'Remove snapshots without an image after',
    group: 'Cleanup',
    flag: 'cleanup-orphans-after',
    kind: 'number',
    never: true,
    unit: days,
  },
  volume_initialization_rate: {
    label: 'Volume initialization rate',
    group: 'Launches',
    flag: 'volume-initialization-rate',
    kind: 'number',
    never: true,
    unit: { word: 'MiB a second', letter: '' },
  },
  launch_templates: {
    label: 'Launch templates that follow channels',
    group: 'Launches',
    flag: 'launch-template',
    kind: 'templates',
    form: 'channel=stable,variant=x86_64,region=us-east-1,template=web',
  },
  rebuild_schedule: {
    label: 'Schedule of rebuilds',
    group: 'Rebuilds',
    flag: 'rebuild-schedule',
    kind: 'schedule',
    never: true,
    form: '0 4 ? * SUN * Europe/Zurich',
  },
  pause_after_failures: {
    label: 'Pause after failed builds in a row',
    group: 'Rebuilds',
    flag: 'pause-after',
    kind: 'number',
    never: true,
    unit: { word: 'builds', letter: '' },
  },
};

export const paths = Object.keys(fields) as Path[];
