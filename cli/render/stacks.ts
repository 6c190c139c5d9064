import { pluralize } from '../../core/lib/pluralize';
import { formatDuration } from '../../core/lib/duration';
import { failedRebuildText } from '../../core/api/rebuild-words';
import { measuredSentence } from '../../core/stack/volume-initialization';
import type { PolicyPreview, StackAnswer } from '../client/answers';
import { renderDetails, type Detail } from './layout/details';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

const days = (count: number | null): string => (count === null ? 'never' : `${count}d`);

/** Renders the table of stacks. */
export function renderStacks(stacks: readonly StackAnswer[], styles: Styles, width?: number): string {
  if (stacks.length === 0) return 'No stacks found.\n';
  return renderTable(
    stacks,
    [
      { heading: 'STACK', cell: ({ stack }) => stack, cut: 'end' },
      { heading: 'IMAGES', cell: ({ images }) => String(images.total) },
      { heading: 'USABLE', cell: ({ images }) => String(images.usable), drop: 1 },
      { heading: 'DEPRECATE AFTER', cell: ({ policy }) => days(policy.deprecate_after_days) },
      { heading: 'CLEANUP', cell: ({ policy }) => (policy.cleanup.enabled ? 'on' : 'off') },
      { heading: 'REGIONS', cell: ({ images }) => images.regions.join(', '), cut: 'end' },
    ],
    styles,
    width,
  );
}

/** Returns the volume initialization rate of launches of a stack: the policy, or the measured rate. */
function initializationOf({ policy, measured }: StackAnswer): string {
  const set = policy.volume_initialization_rate;
  const rate = set === undefined ? measured?.rate : set;
  return [
    rate === undefined || rate === null ? 'off' : `${rate} MiB/s`,
    measured && `(measured: ${measuredSentence(measured)})`,
  ]
    .filter(Boolean)
    .join(' ');
}

function templatesOf({ launch_templates: templates = [] }: StackAnswer['policy']): string {
  return templates
    .map(({ channel, variant, region, template, groups = [], roll_back_channel: back }) => {
      const more = [...groups.map((group) => `refreshes ${group}`), ...(back ? ['rolls the channel back'] : [])];
      return `${template} in ${region} follows ${channel} of ${variant}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
    })
    .join('; ');
}

function rebuiltAt(schedule: StackAnswer['policy']['rebuild_schedule']): string {
  if (schedule === undefined) return 'as its recipes say';
  return schedule === null ? 'never' : `${schedule.cron} (${schedule.time_zone})`;
}

/** Renders one stack: its images and every member of its policy; unset members are marked as default. */
export function renderStack(answer: StackAnswer, styles: Styles): string {
  const { stack, images, policy, set, updated_at, updated_by, failed_rebuilds = [] } = answer;
  const { cleanup } = policy;
  const line = (label: string, text: string, member: string): Detail => [
    label,
    set.includes(member) ? text : `${text} (default)`,
  ];
  const keys = Object.entries(policy.encryption_keys).map(([region, arn]) => `${region}=${arn}`);
  return renderDetails(
    [
      ['stack', stack],
      [
        'images',
        `${images.total} (${images.usable} usable, ${images.deprecated} deprecated)${images.regions.length > 0 ? ` in ${images.regions.join(', ')}` : ''}`,
      ],
      line('regions', policy.regions?.join(', ') ?? 'from the recipe', 'regions'),
      line('accounts', policy.accounts?.join(', ') ?? 'none', 'accounts'),
      line('encryption keys', keys.join(', ') || 'none', 'encryption_keys'),
      line('test replicas', policy.test_replicas ? 'on' : 'off', 'test_replicas'),
      line('require tests', policy.require_tests ? 'on' : 'off', 'require_tests'),
      line('retest after', days(policy.retest_days ?? null), 'retest_days'),
      line('require approval', policy.require_approval ? 'on' : 'off', 'require_approval'),
      line(
        'complete within',
        policy.complete_within_minutes ? formatDuration(policy.complete_within_minutes * 60) : 'not set',
        'complete_within_minutes',
      ),
      line('deprecate after', days(policy.deprecate_after_days), 'deprecate_after_days'),
      line('deprecation date', days(policy.deprecation_date_days ?? null), 'deprecation_date_days'),
      line('supersede grace', days(policy.supersede_grace_days), 'supersede_grace_days'),
      line('scan packages', policy.scan_packages ?? 'never', 'scan_packages'),
      line('deprecate on findings', policy.deprecate_on_findings ?? 'never', 'deprecate_on_findings'),
      line('protection', policy.deregistration_protection ?? 'never', 'deregistration_protection'),
      line('volume initialization', initializationOf(answer), 'volume_initialization_rate'),
      line('launch templates', templatesOf(policy) || 'none', 'launch_templates'),
      line('rebuilt', rebuiltAt(policy.rebuild_schedule), 'rebuild_schedule'),
      line(
        'pause after',
        policy.pause_after_failures === null ? 'never' : pluralize(policy.pause_after_failures, 'failed build'),
        'pause_after_failures',
      ),
      line('cleanup', cleanup.enabled ? 'on' : 'off', 'cleanup'),
      [
        '  keeps',
        `the ${cleanup.keep_latest === 1 ? 'latest release' : `${cleanup.keep_latest} latest releases`}, images younger than ${days(cleanup.minimum_age_days)}, images used by the newest ${cleanup.template_versions === 1 ? 'version' : `${cleanup.template_versions} versions`} of a launch template`,
      ],
      [
        '  removes',
        `images deprecated and older than ${days(cleanup.deprecated_days)} or unused for ${days(cleanup.unused_days)}; at most ${cleanup.most_per_run} per run, ${formatDuration(cleanup.grace_minutes * 60)} after the plan${cleanup.disable_during_grace ? ', disabled until then' : ''}`,
      ],
      ['  orphans', `snapshots without an image for: ${days(cleanup.orphan_days)}`],
      ...failed_rebuilds.map((each): Detail => ['failed rebuilds', failedRebuildText(each)]),
      ['set', updated_at && `${updated_at} by ${updated_by}`],
    ],
    styles,
  );
}

/** Renders what a night would do under a policy: one line for each image, with the reasons below the table. */
export function renderPolicyPreview(preview: PolicyPreview, styles: Styles, width?: number): string {
  const { stack, change, cleanup_enabled, deprecate, remove, later, keep, unread } = preview;
  const lines = [
    ...deprecate.map((image) => ({ ...image, word: 'deprecate' })),
    ...remove.map((image) => ({ ...image, word: 'remove' })),
    ...keep.map((image) => ({ ...image, word: 'keep' })),
  ];
  const table = renderTable(
    lines,
    [
      { heading: 'PLAN', cell: ({ word }) => word },
      { heading: 'AMI', cell: ({ ami_id }) => ami_id },
      { heading: 'NAME', cell: ({ name }) => name, cut: 'middle', drop: 1 },
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'WHY', cell: ({ reasons }) => reasons.join('; '), whole: true },
    ],
    styles,
    width,
  );
  return [
    `${stack}: ${change || 'the policy stays as it is'}\n`,
    `A night would deprecate ${pluralize(deprecate.length, 'image')} and remove ${pluralize(remove.length, 'image')}${later > 0 ? `, and ${later} more in later nights` : ''}.\n`,
    ...(cleanup_enabled ? [] : ['The nightly cleanup is off: only scheduled removals happen.\n']),
    ...unread.map(({ region, reason }) => `${region} could not be read, and nothing is removed there: ${reason}\n`),
    lines.length > 0 ? table : '',
  ].join('');
}
