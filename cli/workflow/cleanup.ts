import type { CleanupDetails } from '../client/answers';
import { listAll } from '../framework/api';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { formatRough } from '../../core/lib/duration';
import { pluralize } from '../../core/lib/pluralize';
import { renderOutcome } from '../render/cleanups';
import { writeResult } from '../render/layout/output';
import { poll } from './wait';

/** One line of a plan. */
type Entry = CleanupDetails['entries'][number];

const underway = ['planning', 'waiting', 'removing'];

/** Returns the API path of a cleanup. */
export function cleanupPath(id: string): string {
  return `/v1/cleanups/${encodeURIComponent(id)}`;
}

/** Returns the command that shows, applies, follows or resumes a cleanup. */
export function planCommand(id: string): string {
  return `spawn cleanup-amis --plan ${id}`;
}

/** Tells whether the cleanup is being planned or applied. */
export function isUnderway({ status }: Pick<CleanupDetails, 'status'>): boolean {
  return underway.includes(status);
}

/** Waits until the plan of a cleanup is ready or it has been applied, with progress on stderr. */
export async function followCleanup(context: Context, id: string, timeout?: number): Promise<CleanupDetails> {
  const api = await context.api();
  const printed = new Set<string>();
  const read = async (): Promise<CleanupDetails> => {
    const cleanup = await api.get<CleanupDetails>(cleanupPath(id), { decision: 'remove', limit: 1 });
    const line = progressLine(cleanup);
    if (line !== undefined && !printed.has(line)) context.messages.note(line);
    printed.add(line ?? '');
    return cleanup;
  };
  return poll(
    context,
    { what: id, state: stateOf(context), remains: () => 'it is still running', again: planCommand(id), timeout },
    read,
    (cleanup) => !isUnderway(cleanup),
  );
}

/** Returns what a cleanup does, with the time that is left of its grace period. */
function stateOf(context: Context): (cleanup: CleanupDetails) => string {
  return ({ status, grace_ends_at }) => {
    const left = grace_ends_at === undefined ? 0 : (Date.parse(grace_ends_at) - context.now().getTime()) / 1000;
    return status === 'waiting' && left > 0 ? `grace period ends in ${formatRough(left)}` : status;
  };
}

/** Returns a cleanup with the lines of its plan: those with this decision, or all. */
export async function withEntries(
  context: Context,
  cleanup: CleanupDetails,
  decision?: Entry['decision'],
): Promise<CleanupDetails> {
  const { cursor: _, ...rest } = cleanup;
  return {
    ...rest,
    entries: await listAll<Entry>(await context.api(), cleanupPath(cleanup.cleanup_id), 'entries', { decision }),
  };
}

/** Prints that a cleanup runs in the background, and the command that follows it. */
export function tellHowToGoOn(context: Context, id: string): void {
  context.messages.note(
    `${id} runs in the background; it is safe to press Ctrl-C. To follow or resume it: ${planCommand(id)}`,
  );
}

/** Waits for the removal to end, prints the outcome and returns the exit code. */
export async function finishCleanup(context: Context, id: string, timeout?: number): Promise<number> {
  tellHowToGoOn(context, id);
  return reportOutcome(context, await followCleanup(context, id, timeout));
}

/** Prints the outcome of a cleanup and returns the exit code. */
export async function reportOutcome(context: Context, followed: CleanupDetails): Promise<number> {
  const cleanup = await withEntries(context, followed);
  const { terminal, messages, styles } = context;
  await writeResult(context, cleanup, () => renderOutcome(cleanup, styles, terminal.width));
  const code = tellWhatStays(context, cleanup);
  const { status, failure, counts, cleanup_id } = cleanup;
  if (status === 'interrupted' || status === 'failed') {
    throw new CommandFailure(
      `${cleanup_id} ${status === 'failed' ? 'failed' : 'was interrupted'}${failure ? `: ${failure.message}` : ''}`,
      exitCodes.failed,
      `To resume it: ${planCommand(cleanup_id)}`,
    );
  }
  const left = counts.remove - counts.removed - counts.taken_back;
  if (left > 0) messages.note(`${left} more to remove. To continue: ${planCommand(cleanup_id)}`);
  if (status === 'incomplete')
    messages.error(
      incomplete(`${cleanup_id} is incomplete: ${failure?.message ?? 'see the errors of its regions'}`, { cleanup_id }),
    );
  else if (counts.failed > 0)
    messages.error(
      incomplete(`${cleanup_id}: ${pluralize(counts.failed, 'removal')} of ${counts.remove} failed`, { cleanup_id }),
    );
  return counts.failed > 0 || status === 'incomplete' ? exitCodes.failed : code;
}

/**
 * Reports on stderr the named images that are kept or not found, and the regions that could not be planned. Returns the
 * exit code: failed, not found, refused, or done if there is nothing to report.
 */
export function tellWhatStays(
  { messages }: Context,
  { request, regions, missing, entries, removals }: CleanupDetails,
): number {
  const unplanned = regions.filter(({ error }) => error !== undefined);
  const kept = entries.filter(({ decision }) => decision === 'keep');
  const stays =
    request.images === undefined ? [] : [...kept, ...removals.filter(({ status }) => status === 'taken-back')];
  for (const { region, error } of unplanned)
    messages.error(
      incomplete(`${region} could not be checked, so nothing is removed there: ${error}`, { region, error }),
    );
  for (const id of missing)
    messages.error(
      new CommandFailure(`image ${id} not found in the regions of this deployment`, exitCodes.notFound, undefined, {
        details: { id },
      }),
    );
  for (const { id, region, reasons } of stays)
    messages.error(
      new CommandFailure(`${id} in ${region} is kept: ${reasons.join('; ')}`, exitCodes.refused, undefined, {
        details: { id, region, reasons },
      }),
    );
  const behind = copiesLeftBehind(entries, removals);
  if (behind !== undefined) messages.warn(behind);
  if (unplanned.length > 0) return exitCodes.failed;
  if (missing.length > 0) return exitCodes.notFound;
  return stays.length > 0 ? exitCodes.refused : exitCodes.done;
}

function incomplete(message: string, details: Record<string, unknown>): CommandFailure {
  return new CommandFailure(message, exitCodes.failed, undefined, { name: 'CleanupIncomplete', details });
}

/** Returns the warning about copies in member accounts of removed images; undefined if there are none. */
function copiesLeftBehind(
  entries: CleanupDetails['entries'],
  removals: CleanupDetails['removals'],
): string | undefined {
  const stay = new Set(
    removals.filter(({ status }) => status === 'taken-back' || status === 'failed').map(({ id }) => id),
  );
  const left = entries
    .filter(({ id, decision }) => decision === 'remove' && !stay.has(id))
    .flatMap(({ copies_in_accounts = {} }) => Object.entries(copies_in_accounts));
  if (left.length === 0) return undefined;
  const accounts = [...new Set(left.map(([account]) => account))].sort();
  const count = left.reduce((sum, [, some]) => sum + some, 0);
  return `${pluralize(count, 'copy', 'copies')} in ${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.join(', ')} ${count === 1 ? 'remains' : 'remain'}: spawn removes nothing in member accounts`;
}

function progressLine({ cleanup_id, status, counts, grace_ends_at }: CleanupDetails): string | undefined {
  if (status === 'planning') return `${cleanup_id}: checking the images and their usage`;
  if (status === 'waiting')
    return `${cleanup_id}: marked${grace_ends_at === undefined ? '' : `; images that are launched, tagged to be kept or referenced until ${grace_ends_at} are not removed`}`;
  if (status === 'removing')
    return `${cleanup_id}: ${counts.removed} removed, ${counts.taken_back} taken back, ${counts.failed} failed of ${counts.remove}`;
  return undefined;
}
