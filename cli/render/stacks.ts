import { pluralize } from '../../core/lib/pluralize';
import { formatDuration } from '../../core/lib/duration';
import { measuredSentence } from '../../core/model/volume-initialization';
import type { StackAnswer } from '../client/answers';
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

/** Renders one stack: its images and every member of its policy; unset members are marked as default. */
export function renderStack(answer: StackAnswer, styles: Styles): string {
  const { stack, images, policy, set, updated_at, updated_by } = answer;
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
        `images deprecated and older than ${days(cleanup.deprecated_days)} or unused for ${days(cleanup.unused_days)}; at most ${cleanup.most_per_run} per run, ${formatDuration(cleanup.grace_minutes * 60)} after the plan`,
      ],
      ['  orphans', `snapshots without an image for: ${days(cleanup.orphan_days)}`],
      ['set', updated_at && `${updated_at} by ${updated_by}`],
    ],
    styles,
  );
}
