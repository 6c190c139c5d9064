import { formatRough } from '../../../core/lib/duration';
import { pluralize } from '../../../core/lib/pluralize';
import type { AnswerOf } from '../../client/types';
import type { Status } from '../../shared/status-of';

/** A cleanup in a list. */
export type Cleanup = AnswerOf<'listCleanups'>['cleanups'][number];
/** A cleanup with its results and what it saves by stack. */
export type CleanupDetails = AnswerOf<'showCleanup'>;
/** A line of its plan. */
export type Entry = CleanupDetails['entries'][number];
/** What it has marked, and how that ended. */
export type Removal = CleanupDetails['removals'][number];

const daysApplicable = 7;

/** Returns whether a cleanup is being planned or applied, so that it is read again. */
export function isUnderway({ status }: Pick<Cleanup, 'status'>): boolean {
  return status === 'planning' || status === 'waiting' || status === 'removing';
}

/** Returns how many removals of a plan are neither done nor taken back. */
export function leftOf({ counts }: Pick<Cleanup, 'counts'>): number {
  return counts.remove - counts.removed - counts.taken_back;
}

/**
 * Returns how the state of a cleanup is shown. One that has ended with removals that failed is no success. Neither is a
 * plan that leaves out regions.
 */
export function statusOfCleanup({ status, counts, regions }: Pick<Cleanup, 'status' | 'counts' | 'regions'>): Status {
  if (status === 'done' && counts.failed > 0) return { type: 'warning', text: `Done, ${counts.failed} failed` };
  if (status === 'planned' && regions.some(({ error }) => error !== undefined))
    return { type: 'warning', text: 'Planned in part' };
  if (status === 'planned' && counts.remove === 0) return { type: 'success', text: 'Nothing to remove' };
  return (
    {
      planning: { type: 'in-progress', text: 'Planning' },
      planned: { type: 'info', text: 'Planned' },
      waiting: { type: 'pending', text: 'Grace period' },
      removing: { type: 'in-progress', text: 'Removing' },
      done: { type: 'success', text: 'Done' },
      incomplete: { type: 'warning', text: 'Incomplete' },
      failed: { type: 'error', text: 'Failed' },
      interrupted: { type: 'stopped', text: 'Interrupted' },
    } as const
  )[status];
}

/** Returns how the result of a removal is shown. */
export function statusOfRemoval({ status }: Pick<Removal, 'status'>): Status {
  return (
    {
      marked: { type: 'pending', text: 'Marked' },
      removed: { type: 'success', text: 'Removed' },
      'taken-back': { type: 'info', text: 'Kept after all' },
      failed: { type: 'error', text: 'Failed' },
    } as const
  )[status];
}

/** A phase of a cleanup that is applied. */
export interface Phase {
  title: string;
  type: Extract<Status['type'], 'success' | 'warning' | 'error' | 'in-progress' | 'pending' | 'stopped'>;
  detail?: string;
}

/** Returns the phases of a cleanup that is being planned or was applied; none for a plan that waits for somebody. */
export function phasesOf(cleanup: CleanupDetails, now: Date): Phase[] {
  const { status, apply, regions, removals, counts, grace_ends_at } = cleanup;
  if (!apply && status !== 'planning') return [];
  const ended = removals.filter((removal) => removal.status !== 'marked').length;
  const grace = grace_ends_at === undefined ? 0 : (Date.parse(grace_ends_at) - now.getTime()) / 1_000;
  const titles = ['Plan', ...(apply ? ['Mark', 'Grace period', 'Remove'] : [])];
  const reached = reachedBy(cleanup);
  const details: Readonly<Record<string, string | undefined>> = {
    Plan:
      regions.length > 0 ? `${counts.remove} to remove, ${counts.keep} to keep` : 'Images and their use are checked',
    Mark: removals.length > 0 ? `${removals.length} marked` : undefined,
    'Grace period': status === 'waiting' && grace > 0 ? `ends in ${formatRough(grace)}` : undefined,
    Remove: ended > 0 || status === 'removing' ? `${ended} of ${removals.length} settled` : undefined,
  };
  return titles.map((title, index) => ({
    title,
    type: index < reached ? 'success' : index > reached ? 'pending' : typeNow(cleanup),
    detail: index > reached ? undefined : details[title],
  }));
}

/** Returns the index of the phase that a cleanup is in or stopped in; one past the last when it has ended. */
function reachedBy({ status, regions, removals, grace_ends_at }: CleanupDetails): number {
  if (status === 'done' || status === 'incomplete') return 4;
  if (regions.length === 0) return 0;
  if (status === 'removing') return 3;
  if (status === 'waiting') return grace_ends_at === undefined ? 1 : 2;
  if (removals.length === 0) return 1;
  return removals.some((removal) => removal.status !== 'marked') ? 3 : 2;
}

function typeNow({ status }: CleanupDetails): Phase['type'] {
  if (status === 'failed') return 'error';
  return status === 'interrupted' ? 'stopped' : 'in-progress';
}

/** Returns the percentage of what was marked that is removed, kept after all, or failed. */
export function progressOf({ removals }: Pick<CleanupDetails, 'removals'>): number {
  const ended = removals.filter(({ status }) => status !== 'marked').length;
  return removals.length === 0 ? 0 : Math.round((ended / removals.length) * 100);
}

/**
 * Returns what can be done with a plan: apply it, or continue what was interrupted, has failed or has reached its
 * limit; undefined while it runs or when nothing is left.
 */
export function nextOf(
  cleanup: Pick<Cleanup, 'status' | 'counts' | 'attempts' | 'regions'>,
): 'Apply' | 'Continue' | undefined {
  if (isUnderway(cleanup) || cleanup.regions.length === 0 || leftOf(cleanup) <= 0) return undefined;
  return cleanup.status === 'planned' ? 'Apply' : 'Continue';
}

/** Returns why a plan can no longer be applied; undefined while it can. The API refuses plans that are a week old. */
export function tooOld({ created_at }: Pick<Cleanup, 'created_at'>, now: Date): string | undefined {
  const age = now.getTime() - Date.parse(created_at);
  return age > daysApplicable * 86_400_000 ? `The plan is more than ${daysApplicable} days old: plan again` : undefined;
}

/** What somebody has to know about a cleanup before its details. */
export interface Note {
  type: 'error' | 'warning' | 'info';
  header: string;
  text: string;
  /** Whether to continue the cleanup is what to do about it. */
  continues?: boolean;
}

/** Returns what a plan leaves out, why a cleanup failed or is incomplete, and what is left of it. */
export function notesOf({ status, failure, regions, missing, counts }: Cleanup): Note[] {
  const notes: Note[] = [];
  if (failure)
    notes.push({ type: status === 'incomplete' ? 'warning' : 'error', header: failure.name, text: failure.message });
  for (const { region, error } of regions)
    if (error !== undefined)
      notes.push({
        type: 'warning',
        header: `The plan is incomplete: ${region} could not be checked`,
        text: `Nothing is removed there. ${error.replace(/\.$/, '')}. Correct the cause and plan again.`,
      });
  if (missing.length > 0)
    notes.push({ type: 'warning', header: 'Images were not found', text: `No region has ${missing.join(', ')}.` });
  const left = leftOf({ counts });
  if (!isUnderway({ status }) && status !== 'planned' && left > 0)
    notes.push({
      type: counts.failed > 0 ? 'warning' : 'info',
      header: status === 'interrupted' ? 'The cleanup was interrupted' : `${left} more to remove`,
      text:
        counts.failed > 0
          ? `${pluralize(counts.failed, 'removal')} failed: the result says why. Correct the cause and continue.`
          : `${pluralize(left, 'removal')} of ${counts.remove} are left: continue this cleanup.`,
      continues: true,
    });
  return notes;
}

/** Returns why a marked image cannot be taken back any more; undefined while it can, also of an interrupted cleanup. */
export function tooLateToRestore({ status, grace_ends_at }: Cleanup, now: Date): string | undefined {
  const left = Date.parse(grace_ends_at ?? '') - now.getTime();
  return (status === 'waiting' || status === 'interrupted') && left > 60_000
    ? undefined
    : 'Its grace period is over: tag it to be kept, or wait for the result';
}

/** Returns why a line of a plan cannot be kept by a tag of spawn; undefined when it can. */
export function cannotKeep({ kind, unmanaged }: Pick<Entry, 'kind' | 'unmanaged'>): string | undefined {
  if (kind === 'snapshot') return 'It is a snapshot: tag it in EC2 to keep it';
  return unmanaged ? 'spawn does not manage it: tag it in EC2 to keep it' : undefined;
}

/** Returns the copies of removed images that stay in member accounts, in a sentence; undefined without any. */
export function copiesText(entries: readonly Pick<Entry, 'copies_in_accounts'>[]): string | undefined {
  const copies = entries.flatMap(({ copies_in_accounts = {} }) => Object.entries(copies_in_accounts));
  if (copies.length === 0) return undefined;
  const accounts = [...new Set(copies.map(([account]) => account))].sort().join(', ');
  const count = copies.reduce((sum, [, some]) => sum + some, 0);
  return `${pluralize(count, 'copy', 'copies')} in member accounts ${count === 1 ? 'stays' : 'stay'} (${accounts}): spawn removes nothing there`;
}
