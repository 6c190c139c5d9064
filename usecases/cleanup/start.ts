import {
  createCleanup,
  type CleanupLock,
  listRemovals,
  readCleanupLock,
  releaseCleanupLock,
  takeCleanupLock,
  updateCleanup,
} from '../../aws/catalog/cleanups';
import { hadNoEffect } from '../../aws/client/errors';
import { describeExecution, executionArn, startExecution } from '../../aws/flow/executions';
import { isOpen } from '../../core/cleanup/last-look';
import type { CleanupRequest } from '../../core/cleanup/request';
import type { Cleanup } from '../../core/cleanup/run';
import { SpawnError } from '../../core/errors';
import { newCleanupId } from '../../core/lib/identifier';

// A function starts the execution within seconds after it takes the lock. Without an execution after ten minutes, the
// function was killed.
const startMinutes = 10;

/**
 * Starts a cleanup: a plan and, with `apply`, its execution. Throws CleanupRunning while another cleanup removes
 * images.
 */
export async function startCleanup(
  request: CleanupRequest,
  wanted: { apply: boolean; limit: number; regions: readonly string[]; by: string; now: Date },
): Promise<Cleanup> {
  const { apply, limit, regions, by, now } = wanted;
  const cleanup_id = newCleanupId(now, Math.random);
  const execution_arn = executionArn('cleanup', `${cleanup_id}-1`);
  const former = apply ? await lockFor(cleanup_id, execution_arn, now) : [];
  const cleanup = await createCleanup({
    cleanup_id,
    status: 'planning',
    request,
    apply,
    limit,
    requested_by: by,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    execution_arn,
    attempts: 1,
    regions: [],
    missing: [],
    counts: { keep: 0, remove: 0, removed: 0, taken_back: 0, failed: 0 },
    monthly_saving_usd: 0,
  });
  await begin(cleanup, { cleanup_id, phase: 'plan', regions, former });
  return cleanup;
}

/** Starts or continues the execution of a plan. Throws CleanupRunning while another cleanup removes images. */
export async function applyCleanup(cleanup: Cleanup, limit: number, now: Date): Promise<Cleanup> {
  const { cleanup_id } = cleanup;
  const attempts = cleanup.attempts + 1;
  const execution_arn = executionArn('cleanup', `${cleanup_id}-${attempts}`);
  const former = await lockFor(cleanup_id, execution_arn, now);
  // Of two concurrent requests, one counts the attempt.
  let first = false;
  const applied = await updateCleanup(
    cleanup_id,
    (each) => {
      first = each.attempts === cleanup.attempts;
      return first
        ? { status: 'waiting', apply: true, limit, attempts, execution_arn, ended_at: undefined, failure: undefined }
        : undefined;
    },
    now,
  );
  if (first) await begin(applied, { cleanup_id, phase: 'apply', regions: [], former });
  return applied;
}

/** Returns whether the last execution of a cleanup still runs. */
export async function isRunning({ execution_arn }: Pick<Cleanup, 'execution_arn'>): Promise<boolean> {
  return (await describeExecution(execution_arn))?.status === 'RUNNING';
}

/** Returns whether a cleanup ended without releasing the lock: it may have left images disabled. */
export async function isCleanupLeft(now: Date): Promise<boolean> {
  const holder = await readCleanupLock();
  return holder !== undefined && (await standingOf(holder, now)) === 'over';
}

/** Returns whether the holder of the lock runs, may still be started by the request that took the lock, or is over. */
async function standingOf(holder: CleanupLock, now: Date): Promise<'running' | 'starting' | 'over'> {
  const execution = await describeExecution(holder.execution_arn);
  if (execution) return execution.status === 'RUNNING' ? 'running' : 'over';
  const { taken_at } = holder;
  return taken_at !== undefined && now.getTime() - Date.parse(taken_at) < startMinutes * 60_000 ? 'starting' : 'over';
}

/**
 * Starts the execution of a cleanup. When Step Functions refuses it, the record says so and the lock is given back. A
 * start without an answer may have been taken, and DescribeExecution may not show it for a moment: then the lock stays,
 * and the next cleanup takes it over after ten minutes if nothing runs.
 */
async function begin(
  cleanup: Cleanup,
  input: { cleanup_id: string; phase: string; regions: readonly string[]; former: readonly string[] },
): Promise<void> {
  try {
    await startExecution({ machine: 'cleanup', name: `${cleanup.cleanup_id}-${cleanup.attempts}`, input });
  } catch (error) {
    if (!hadNoEffect(error)) {
      if (await describeExecution(cleanup.execution_arn)) return;
      throw error;
    }
    await updateCleanup(
      cleanup.cleanup_id,
      () => ({
        status: 'failed',
        failure: {
          name: (error as Error).name,
          message: `the execution could not be started: ${(error as Error).message}`,
        },
      }),
      new Date(),
    );
    // The images that an earlier execution left disabled stay with the lock, which the next cleanup takes over at once.
    const { cleanup_id, execution_arn } = cleanup;
    const isLeft = input.former.length > 0 || (await listRemovals(cleanup_id)).some(isOpen);
    if (!isLeft) await releaseCleanupLock(cleanup_id);
    else await takeCleanupLock({ cleanup_id, execution_arn, unsettled: [...input.former] });
    throw error;
  }
}

/**
 * Takes the lock, since two cleanups at once would invalidate each other's plans. Takes over from a holder whose
 * execution has ended, or did not start within ten minutes. Returns the cleanups that may have left images disabled.
 * Throws CleanupRunning while another execution holds the lock, also one of the same cleanup.
 */
async function lockFor(cleanup_id: string, execution_arn: string, now: Date): Promise<string[]> {
  const holder = await readCleanupLock();
  if (holder && holder.execution_arn !== execution_arn) {
    const standing = await standingOf(holder, now);
    if (standing === 'starting') throw starting(holder.cleanup_id);
    if (standing === 'running') throw running(holder.cleanup_id);
  }
  const former = [...(holder?.unsettled ?? []), ...(holder ? [holder.cleanup_id] : [])].filter(
    (id) => id !== cleanup_id,
  );
  if (await takeCleanupLock({ cleanup_id, execution_arn, taken_at: now.toISOString(), unsettled: former }, holder))
    return former;
  throw starting((await readCleanupLock())?.cleanup_id ?? 'another');
}

function starting(id: string): SpawnError {
  return new SpawnError(
    'CleanupRunning',
    `the cleanup ${id} is being started: retry when it has ended, or after ten minutes if it does not start.`,
    { cleanup_id: id },
  );
}

function running(id: string): SpawnError {
  return new SpawnError(
    'CleanupRunning',
    `the cleanup ${id} is removing images: retry when it has ended, see spawn cleanup-amis --plan ${id}.`,
    { cleanup_id: id },
  );
}
