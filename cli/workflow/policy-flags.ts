import type { FlagSpec } from '../framework/command';
import { usageError } from '../framework/failure';
import { completionValue, countValue, daysValue, minutesValue, splitTag } from '../framework/values';

export const isReset = (text: string): boolean => text === 'default';

/** Parses a value, or returns one of these words unchanged; `default` becomes null, which resets the member. */
const orWord = (words: readonly string[], parse: (text: string) => unknown) => (text: string) => ({
  sent: isReset(text) ? null : words.includes(text) ? text : parse(text),
});

const onOff = (text: string): boolean => {
  if (text !== 'on' && text !== 'off') throw usageError(`'${text}' is not valid: use on or off`);
  return text === 'on';
};

/** Splits a cron expression of six fields, with a time zone after it if one is given. */
const scheduleValue = (text: string): { cron: string; time_zone?: string } => {
  const fields = text.trim().split(/\s+/);
  if (fields.length < 6 || fields.length > 7)
    throw usageError(`'${text}' is not valid: use six fields and a time zone, such as '0 4 ? * SUN * Europe/Zurich'`);
  return { cron: fields.slice(0, 6).join(' '), ...(fields[6] !== undefined && { time_zone: fields[6] }) };
};

const oneOf = (...words: string[]) =>
  orWord(['never'], (text) => {
    if (!words.includes(text)) throw usageError(`'${text}' is not valid: use one of ${words.join(', ')}, never`);
    return text;
  });

/** The flags that set one member of the policy each; members of the cleanup have the prefix `cleanup.`. */
export const policyFlags: readonly (FlagSpec & { field: string })[] = [
  {
    name: 'deprecate-after',
    value: '90d|never',
    field: 'deprecate_after_days',
    description: 'age at which a release is deprecated, unless it is the last usable one',
    parse: orWord(['never'], daysValue),
  },
  {
    name: 'deprecation-date-after',
    value: '180d|never',
    field: 'deprecation_date_days',
    description:
      'age at which images that are published from now on are deprecated, by a date that EC2 shows from publication on; deprecate_after of a recipe wins',
    parse: orWord(['never'], daysValue),
  },
  {
    name: 'supersede-grace',
    value: '7d|never',
    field: 'supersede_grace_days',
    description: 'time after which a release is deprecated when a newer one is published',
    parse: orWord(['never'], daysValue),
  },
  {
    name: 'deprecate-on-findings',
    value: 'severity',
    field: 'deprecate_on_findings',
    description: 'severity of findings that deprecates an image: critical, high or never',
    parse: oneOf('critical', 'high'),
  },
  {
    name: 'scan-packages',
    value: 'when',
    field: 'scan_packages',
    description:
      'when packages are compared with known vulnerabilities (billed by Amazon Inspector): build (before an image is published), nightly (also every night) or never',
    parse: oneOf('build', 'nightly'),
  },
  {
    name: 'deregistration-protection',
    value: 'kind',
    field: 'deregistration_protection',
    description:
      'whether EC2 refuses to deregister images that are published from now on, until a cleanup turns that off: without-cooldown, with-cooldown (a cleanup waits 24 hours) or never',
    parse: oneOf('without-cooldown', 'with-cooldown'),
  },
  {
    name: 'cleanup',
    value: 'on|off',
    field: 'cleanup.enabled',
    description:
      'whether the nightly run removes images that the policy selects; spawn cleanup-amis does so at any time',
    parse: orWord([], onOff),
  },
  {
    name: 'keep-latest',
    value: 'count',
    field: 'cleanup.keep_latest',
    description: 'number of newest releases of each variant to keep',
    parse: orWord([], countValue),
  },
  {
    name: 'cleanup-deprecated-after',
    value: '180d',
    field: 'cleanup.deprecated_days',
    description: 'age above which a deprecated image is removed, regardless of when it was deprecated',
    parse: orWord([], daysValue),
  },
  {
    name: 'cleanup-unused-after',
    value: '180d',
    field: 'cleanup.unused_days',
    description: 'age, and time since the last launch, above which an unused image is removed',
    parse: orWord([], daysValue),
  },
  {
    name: 'minimum-age',
    value: '14d',
    field: 'cleanup.minimum_age_days',
    description: 'age below which nothing is removed',
    parse: orWord([], daysValue),
  },
  {
    name: 'template-versions',
    value: 'count',
    field: 'cleanup.template_versions',
    description: 'number of newest versions of a launch template that count as use',
    parse: orWord([], countValue),
  },
  {
    name: 'grace',
    value: '1h',
    field: 'cleanup.grace_minutes',
    description: 'grace period between marking images and removing them',
    parse: orWord([], minutesValue),
  },
  {
    name: 'disable-during-grace',
    value: 'on|off',
    field: 'cleanup.disable_during_grace',
    description:
      'whether marked images are disabled at the start of their grace period, so that launches fail while spawn ami restore can still give the images back',
    parse: orWord([], onOff),
  },
  {
    name: 'most-per-run',
    value: 'count',
    field: 'cleanup.most_per_run',
    description: 'maximum number of images that one run removes',
    parse: orWord([], countValue),
  },
  {
    name: 'cleanup-orphans-after',
    value: '30d|never',
    field: 'cleanup.orphan_days',
    description:
      'time after which the nightly cleanup removes a snapshot of the stack that the nightly checks found without an image',
    parse: orWord(['never'], daysValue),
  },
  {
    name: 'test-replicas',
    value: 'on|off',
    field: 'test_replicas',
    description: 'whether copies are tested in their region before they are published',
    parse: orWord([], onOff),
  },
  {
    name: 'require-tests',
    value: 'on|off',
    field: 'require_tests',
    description:
      'whether tests are required: recipes must have a test, and promote-ami, share-ami, replicate-ami, resolve and launches by stack refuse images that were never tested; a launch by id warns',
    parse: orWord([], onOff),
  },
  {
    name: 'retest-after',
    value: '7d|never',
    field: 'retest_days',
    description:
      'time from the last test of an image that a channel points to until the nightly run tests it again, with the test of its recipe (billed as instances)',
    parse: orWord(['never'], daysValue),
  },
  {
    name: 'require-approval',
    value: 'on|off',
    field: 'require_approval',
    description:
      'whether builds wait for spawn builds approve after their tests, before they are published; for 7 days, unless the recipe sets limits.approval',
    parse: orWord([], onOff),
  },
  {
    name: 'complete-within',
    value: '30m|never',
    field: 'complete_within_minutes',
    description: 'time in which EC2 must complete copies, at extra cost: 15m to 48h in steps of 15m',
    parse: orWord(['never'], completionValue),
  },
  {
    name: 'volume-initialization-rate',
    value: 'rate|off',
    field: 'volume_initialization_rate',
    description:
      'rate in MiB/s, 100 to 300, at which EBS initializes the root volume of launched instances (default: the measured rate)',
    parse: (text) => (text === 'off' ? { sent: 'never' } : orWord([], countValue)(text)),
  },
  {
    name: 'rebuild-schedule',
    value: 'cron|never',
    field: 'rebuild_schedule',
    description:
      "when the recipes of the stack are rebuilt, to the minute, whatever they say themselves: six fields of a cron expression of EventBridge, and a time zone unless it is UTC, such as '0 4 ? * SUN * Europe/Zurich'",
    parse: orWord(['never'], scheduleValue),
  },
  {
    name: 'pause-after',
    value: 'count|never',
    field: 'pause_after_failures',
    description: 'number of consecutive failed builds after which scheduled builds pause',
    parse: orWord(['never'], countValue),
  },
];

const templateForm = 'of the form channel=stable,variant=x86_64,region=us-east-1,template=web';
const templateKeys = ['channel', 'variant', 'region', 'template', 'group', 'min-healthy', 'roll-back-channel'];

/** Parses a launch template that follows a channel: `channel=stable,variant=x86_64,region=us-east-1,template=web`. */
export function followingTemplate(text: string): Record<string, unknown> {
  const pairs = text.split(',').map((part) => splitTag('launch-template', part, templateForm));
  const unknown = pairs.find(([key]) => !templateKeys.includes(key));
  if (unknown) throw usageError(`'${unknown[0]}' of --launch-template is not known: use ${templateKeys.join(', ')}`);
  const one = (key: string): string | undefined => {
    const values = pairs.filter(([name]) => name === key).map(([, value]) => value);
    if (values.length > 1) throw usageError(`--launch-template has ${key} twice in '${text}': use it only once`);
    return values[0];
  };
  const [healthy, back] = [one('min-healthy'), one('roll-back-channel')];
  const groups = pairs.filter(([key]) => key === 'group').map(([, value]) => value);
  for (const key of ['channel', 'variant', 'region', 'template'])
    if (one(key) === undefined) throw usageError(`--launch-template '${text}' has no ${key}: it is ${templateForm}`);
  return {
    channel: one('channel'),
    variant: one('variant'),
    region: one('region'),
    template: one('template'),
    ...(groups.length > 0 && { groups }),
    ...(healthy !== undefined && { minimum_healthy_percentage: countValue(healthy) }),
    ...(back !== undefined && { roll_back_channel: onOff(back) }),
  };
}
