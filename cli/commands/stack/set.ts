import type { StackAnswer } from '../../client/answers';
import type { CommandSpec, FlagSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { ApiError } from '../../framework/problem';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderStack } from '../../render/stacks';
import { completionValue, countValue, daysValue, keyForm, minutesValue, splitTag } from '../../framework/values';

const isReset = (text: string): boolean => text === 'default';

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
const members: readonly (FlagSpec & { field: string })[] = [
  {
    name: 'deprecate-after',
    value: '90d|never',
    field: 'deprecate_after_days',
    description: 'age at which a release is deprecated, unless it is the last usable one',
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
      'whether tests are required: recipes must have a test, and promote-ami, share-ami, replicate-ami, resolve and launch refuse images that were never tested',
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

/** Returns the values of a repeatable flag; refuses `default` together with other values. */
function listOf(name: string, flags: Flags): string[] {
  const values = flags.list(name);
  if (values.length > 1 && values.some(isReset))
    throw usageError(`--${name} default cannot be combined with other values of --${name}: use it alone, or remove it`);
  return values;
}

function bodyOf(flags: Flags): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const cleanup: Record<string, unknown> = {};
  for (const { name, field } of members) {
    const value = flags.parsed<{ sent: unknown }>(name);
    if (value === undefined) continue;
    if (field.startsWith('cleanup.')) cleanup[field.slice('cleanup.'.length)] = value.sent;
    else body[field] = value.sent;
  }
  const [regions, accounts, keys] = [
    listOf('region', flags),
    listOf('account', flags),
    listOf('encryption-key', flags),
  ];
  if (regions.length > 0) body.regions = regions.some(isReset) ? null : regions;
  if (accounts.length > 0) body.accounts = accounts.some(isReset) ? null : accounts;
  if (keys.length > 0)
    body.encryption_keys = keys.some(isReset)
      ? null
      : Object.fromEntries(
          keys.map((text) => splitTag('encryption-key', text, keyForm)).map(([region, arn]) => [region, arn || null]),
        );
  return { ...body, ...(Object.keys(cleanup).length > 0 && { cleanup }) };
}

/** Asks whether a stack that has no images and no policy is meant, because its name may be misspelled. */
async function confirmNew(context: Context, stack: string): Promise<boolean> {
  const api = await context.api();
  try {
    await api.get<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.errorName !== 'StackNotFound') throw error;
    if (!context.yes) context.terminal.err(`${error.message}\n`);
    return confirm(context, `Set the policy of the new stack ${stack}?`);
  }
}

/** Changes the policy of a stack. */
export const setStack: CommandSpec = {
  names: ['stack set'],
  summary: 'Change the policy of a stack',
  details:
    'Settings without a flag do not change. The value `default` resets a setting to its default. A stack without images and policy is confirmed first, or needs --yes.',
  arguments: [{ name: 'stack', description: 'name of the stack, such as pytorch' }],
  flags: [
    {
      name: 'region',
      value: 'region',
      field: 'regions',
      description: 'region to publish releases in; may be repeated; replaces the previous list',
      repeatable: true,
    },
    {
      name: 'account',
      value: 'account',
      field: 'accounts',
      description:
        'member account that gets copies of releases in the same regions; may be repeated; replaces the previous list',
      repeatable: true,
    },
    {
      name: 'encryption-key',
      value: 'region=arn',
      field: 'encryption_keys',
      description: 'KMS key for copies in a region; an empty ARN removes the key; may be repeated',
      repeatable: true,
    },
    ...members,
  ],
  examples: [
    'spawn stack set pytorch --deprecate-after 90d --supersede-grace 7d',
    'spawn stack set pytorch --cleanup on --keep-latest 3 --cleanup-unused-after 180d',
    'spawn stack set pytorch --region us-east-1 --region eu-west-1 --deprecate-after default',
  ],
  run: async ({ arguments: [stack = ''], flags }, context) => {
    const body = bodyOf(flags);
    if (Object.keys(body).length === 0)
      throw usageError('nothing to set: use at least one flag, such as --deprecate-after 90d');
    if (!(await confirmNew(context, stack))) return declined;
    const answer = await (await context.api()).put<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`, body);
    if (answer.images.total === 0)
      context.terminal.err(`${stack} has no images yet; the policy applies from the first image\n`);
    await writeResult(context, answer, () => renderStack(answer, context.styles));
  },
};
