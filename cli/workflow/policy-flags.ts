import type { FlagSpec } from '../framework/command';
import { usageError } from '../framework/failure';
import { completionValue, countValue, daysValue, minutesValue } from '../framework/values';

export const isReset = (text: string): boolean => text === 'default';

/** Parses a value, or returns one of these words unchanged; `default` becomes null, which resets the member. */
const orWord = (words: readonly string[], parse: (text: string) => unknown) => (text: string) => ({
  sent: isReset(text) ? null : words.includes(text) ? text : parse(text),
});

const onOff = (text: string): boolean => {
  if (text !== 'on' && text !== 'off') throw usageError(`'${text}' is not valid: use on or off`);
  return text === 'on';
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
    name: 'pause-after',
    value: 'count|never',
    field: 'pause_after_failures',
    description: 'number of consecutive failed builds after which scheduled builds pause',
    parse: orWord(['never'], countValue),
  },
];
