import { formatDuration } from '../../../../core/lib/duration';
import { pluralize } from '../../../../core/lib/pluralize';
import type { AnswerOf } from '../../../client/types';
import { moneyText } from '../../../shared/money-text';

export type Preview = AnswerOf<'previewBuild'>;

/** Returns what a build would do: start, wait for its turn, or that an earlier build answers it. */
export function answerText({ answer, place, reason }: Preview): string {
  if (answer !== 'start') return `Would not start: ${reason}`;
  return place === undefined ? 'Would start' : `Would wait for its turn, at place ${place}`;
}

/** Returns how long a build is expected to take, and after what time it ends in any case. */
export function timeText({ expected: { minutes, based_on }, most_minutes }: Preview): string {
  const most = `at most ${formatDuration(Math.round(most_minutes * 60))}`;
  if (minutes === undefined) return `unknown: no earlier build of this stack and variant; ${most}`;
  return `about ${formatDuration(Math.round(minutes * 60))}, as ${pluralize(based_on.length, 'earlier build')}; ${most}`;
}

/** Returns the expected dollars of instances, and those of the snapshots a month. */
export function costTexts({ expected, discard }: Preview): { instances: string; snapshots: string } {
  const { instances_usd, snapshots_usd_per_month, unpriced_types, unpriced_regions } = expected;
  return {
    instances:
      instances_usd !== undefined
        ? moneyText(instances_usd)
        : unpriced_types.length > 0
          ? `unpriced: set instance_prices for ${unpriced_types.join(', ')}`
          : 'unknown: no earlier build of this stack and variant',
    snapshots: discard
      ? 'none: everything is removed'
      : snapshots_usd_per_month !== undefined
        ? `${moneyText(snapshots_usd_per_month, false)} a month`
        : `unpriced: set snapshot_prices for ${unpriced_regions.join(', ')}`,
  };
}

/** Returns a time limit as text. */
export function limitText(seconds: number): string {
  return `at most ${formatDuration(Math.round(seconds))}`;
}
