import type { CleanupDetails } from '../client/answers';
import { listAll } from '../framework/api';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { pluralize } from '../../core/lib/pluralize';
import { renderOutcome } from '../render/cleanups';
import { writeResult } from '../render/layout/output';
import { poll } from './wait';

/** What each line of a plan says, and what the cleanup says besides. */
type Entry = CleanupDetails['entries'][number];

const underway = ['planning', 'waiting', 'removing'];

/** The path of a cleanup. */
export function cleanupPath(id: string): string {
  return `/v1/cleanups/${encodeURIComponent(id)}`;
}

/** The command that shows a cleanup, follows it, carries its plan out or goes on with it. */
export function planCommand(id: string): string {
  return `spawn cleanup-amis --plan ${id}`;
}

/** Whether the cleanup is being planned or carried out. */
export function isUnderway({ status }: Pick<CleanupDetails, 'status'>): boolean {
  return underway.includes(status);
}

/** Reads a cleanup until its plan is made or it has been carried out, with progress on stderr. */
export async function followCleanup(context: Context, id: string, timeout?: number): Promise<CleanupDetails> {
  const api = await context.api();
  const told = new Set<string>();
  const read = async (): Promise<CleanupDetails> => {
    const cleanup = await api.get<CleanupDetails>(cleanupPath(id), { decision: 'remove', limit: 1 });
    const line = progressLine(cleanup);
    if (line !== undefined && !told.has(line)) context.terminal.err(`${line}\n`);
    told.add(line ?? '');
    return cleanup;
  };
  return poll(context, { what: id, again: planCommand(id), timeout }, read, (cleanup) => !isUnderway(cleanup));
}

/** A cleanup with the lines of its plan: those that are asked for, or all. */
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

/** Says that a cleanup goes on without this command, and how to look at it again. */
export function tellHowToGoOn(context: Context, id: string): void {
  context.terminal.err(
    `${id} goes on by itself, even if this command is stopped. To follow it, or to go on with it if it is interrupted: ${planCommand(id)}\n`,
  );
}

/** Follows the removal to its end, prints what became of everything, and answers the exit code. */
export async function finishCleanup(context: Context, id: string, timeout?: number): Promise<number> {
  tellHowToGoOn(context, id);
  return reportOutcome(context, await followCleanup(context, id, timeout));
}

/** Prints what became of everything that a cleanup was to remove, and answers the exit code. */
export async function reportOutcome(context: Context, followed: CleanupDetails): Promise<number> {
  const cleanup = await withEntries(context, followed);
  const { terminal, styles } = context;
  await writeResult(context, cleanup, () => renderOutcome(cleanup, styles, terminal.width));
  const code = tellWhatStays(context, cleanup);
  const { status, failure, counts, cleanup_id } = cleanup;
  if (status === 'interrupted' || status === 'failed') {
    throw new CommandFailure(
      `${cleanup_id} ${status === 'failed' ? 'failed' : 'was interrupted'}${failure ? `: ${failure.message}` : ''}`,
      exitCodes.failed,
      `Go on with it: ${planCommand(cleanup_id)}`,
    );
  }
  if (status === 'incomplete')
    terminal.err(`error: ${cleanup_id} is incomplete: ${failure?.message ?? 'look at its regions'}\n`);
  const left = counts.remove - counts.removed - counts.taken_back;
  if (left > 0)
    terminal.err(`${left} more of the plan ${left === 1 ? 'is' : 'are'} left: ${planCommand(cleanup_id)}\n`);
  return counts.failed > 0 || status === 'incomplete' ? exitCodes.failed : code;
}

/**
 * Says on stderr what was named and stays, what is nowhere, and which regions could not be planned. Answers the exit
 * code for that: failed, not found, refused, or done when there is nothing of the kind.
 */
export function tellWhatStays(
  context: Context,
  { request, regions, missing, entries, removals }: CleanupDetails,
): number {
  const unplanned = regions.filter(({ error }) => error !== undefined);
  const kept = entries.filter(({ decision }) => decision === 'keep');
  const stays =
    request.images === undefined ? [] : [...kept, ...removals.filter(({ status }) => status === 'taken-back')];
  for (const { region, error } of unplanned)
    context.terminal.err(`error: ${region} could not be looked at, and nothing of it goes: ${error}\n`);
  for (const id of missing) context.terminal.err(`error: there is no image ${id} in the regions of this deployment\n`);
  for (const { id, region, reasons } of stays)
    context.terminal.err(`error: ${id} in ${region} stays: ${reasons.join('; ')}\n`);
  const behind = copiesLeftBehind(entries, removals);
  if (behind !== undefined) context.terminal.err(`warning: ${behind}\n`);
  if (unplanned.length > 0) return exitCodes.failed;
  if (missing.length > 0) return exitCodes.notFound;
  return stays.length > 0 ? exitCodes.refused : exitCodes.done;
}

/** The sentence on copies in member accounts of what goes or is gone; undefined when there are none. */
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
  return `${pluralize(count, 'copy', 'copies')} in ${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.join(', ')} ${count === 1 ? 'stays' : 'stay'} behind: spawn removes nothing in member accounts`;
}

function progressLine({ cleanup_id, status, counts, grace_ends_at }: CleanupDetails): string | undefined {
  if (status === 'planning') return `${cleanup_id}: looking at the images and at what uses them`;
  if (status === 'waiting')
    return `${cleanup_id}: marked${grace_ends_at === undefined ? '' : `; what is launched, kept or referred to until ${grace_ends_at} stays`}`;
  if (status === 'removing')
    return `${cleanup_id}: ${counts.removed} removed, ${counts.taken_back} taken back, ${counts.failed} failed of ${counts.remove}`;
  return undefined;
}
