import { pluralize } from '../../../core/lib/pluralize';
import { reportSections, type ReportSection } from '../../../core/night/text';
import type { AnswerOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Status } from '../../shared/status-of';

export type NightAnswer = AnswerOf<'showNight'>;

/** Returns the state of a nightly run. One that is incomplete did all that it could. */
export function statusOfNight({ status }: Pick<NightAnswer, 'status'>): Status {
  return (
    {
      running: { type: 'in-progress', text: 'Running' },
      complete: { type: 'success', text: 'Complete' },
      incomplete: { type: 'warning', text: 'Incomplete' },
      failed: { type: 'error', text: 'Failed' },
    } as const
  )[status];
}

/** Returns the minute at which a night began, in UTC: `2026-01-14 03:00`. A day may have several nights. */
export function startText(startedAt: string): string {
  return startedAt.slice(0, 16).replace('T', ' ');
}

// Numbers of steps that say what a night has changed; the other numbers say what it has found.
const changes = [
  ['rebuilds', 'started', 'rebuild started', 'rebuilds started'],
  ['deprecation', 'deprecated', 'image deprecated', 'images deprecated'],
  ['schedules', 'disabled', 'image disabled', 'images disabled'],
  ['channels', 'moved', 'channel moved', 'channels moved'],
  ['channels', 'repaired', 'channel repaired', 'channels repaired'],
  ['replicas', 'started', 'replication started', 'replications started'],
  ['retests', 'started', 'test started', 'tests started'],
  ['shares', 'given_again', 'share given again', 'shares given again'],
  ['shares', 'taken_back', 'share taken back', 'shares taken back'],
  ['runs', 'ended', 'run settled', 'runs settled'],
  ['reconciled', 'adopted', 'image adopted', 'images adopted'],
  ['reconciled', 'vanished', 'image vanished', 'images vanished'],
  ['reconciled', 'repaired', 'image repaired', 'images repaired'],
  ['accounts', 'adopted', 'image of a member adopted', 'images of members adopted'],
  ['accounts', 'vanished', 'image of a member vanished', 'images of members vanished'],
] as const;

/**
 * Returns what a night has changed, such as `2 rebuilds started`, summed over regions; none if it has changed nothing,
 * and undefined if there is no report that says so.
 */
export function changesOf({ steps }: Pick<NightAnswer, 'steps'>): string[] | undefined {
  if (steps === undefined) return undefined;
  const resultsOf = (step: string) => [steps[step] ?? []].flat();
  const counted = changes.flatMap(([step, member, one, many]) => {
    const count = resultsOf(step).reduce(
      (sum, { [member]: value }) => sum + (typeof value === 'number' ? value : 0),
      0,
    );
    return count === 0 ? [] : [pluralize(count, one, many)];
  });
  return resultsOf('cleanup').some(({ started }) => started === true) ? [...counted, 'cleanup started'] : counted;
}

/** Returns the sections of a report with something to say, and the titles of the steps that had nothing. */
export function sectionsOf({ steps = {} }: Pick<NightAnswer, 'steps'>): { told: ReportSection[]; quiet: string[] } {
  const sections = reportSections(steps);
  return {
    told: sections.filter(({ lines }) => lines.length > 0),
    quiet: sections.filter(({ lines }) => lines.length === 0).map(({ title }) => title),
  };
}

/** Returns what is said of a night without a report; undefined if it has one. */
export function missingReport({ status, steps }: Pick<NightAnswer, 'status' | 'steps'>): string | undefined {
  if (steps !== undefined) return undefined;
  return status === 'running' ? 'The report is written at the end of the run.' : 'It stopped before it wrote a report.';
}

/** Returns the words of the command that starts a night. */
export const startCommand: readonly string[] = ['nightly'];

/** Returns the words of the command that lists the newest nights. */
export function listCommand(limit: number): string[] {
  return ['nightly', 'list', ...flag('--limit', limit)];
}

/** Returns the words of the command that shows a report, by the id of the night, its date, or `latest`. */
export function reportCommand(night: string): string[] {
  if (night === 'latest') return ['nightly', 'report'];
  return ['nightly', 'report', ...(/^\d{4}-\d\d-\d\d$/.test(night) ? ['--date', night] : [night])];
}

/** Returns what is told after a start: a night that was running already is not started again. */
export function startedText({ night, reused }: Pick<NightAnswer, 'night' | 'reused'>): string {
  return `${night} ${reused === true ? 'was already running' : 'has started'}`;
}
