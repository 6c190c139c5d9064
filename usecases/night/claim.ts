import { getNight, putNight, readNightLock, takeNightLock } from '../../aws/catalog/nights';
import { describeExecution } from '../../aws/flow/executions';
import { SpawnError } from '../../core/errors';
import type { Night } from '../../core/night/record';

// Between the claim and the start, Step Functions does not know the execution.
const startSeconds = 120;

/**
 * Makes a nightly run the current one and writes its record. Throws NightRunning with the id of the current one if it
 * is running. A nightly run that ended without a report is replaced, and its record says so.
 */
export async function claimNight(
  night: Pick<Night, 'night' | 'started_at' | 'execution_arn' | 'requested_by'>,
  now: Date,
): Promise<Night> {
  const held = await readNightLock();
  const former = held?.night === night.night ? undefined : held;
  if (former && (await isRunning(former, now))) throw running(former.night);
  const lock = { night: night.night, execution_arn: night.execution_arn, claimed_at: now.toISOString() };
  if (!(await takeNightLock(lock, former?.night))) throw running((await readNightLock())?.night ?? 'another');
  const left = former && (await getNight(former.night));
  if (left?.status === 'running') await putNight({ ...left, status: 'failed', ended_at: now.toISOString() });
  const known = await getNight(night.night);
  if (known) return known;
  const record: Night = { ...night, date: night.started_at.slice(0, 10), status: 'running' };
  await putNight(record);
  return record;
}

async function isRunning(lock: { execution_arn: string; claimed_at: string }, now: Date): Promise<boolean> {
  const execution = await describeExecution(lock.execution_arn);
  if (!execution) return now.getTime() - Date.parse(lock.claimed_at) < startSeconds * 1000;
  return execution.status === 'RUNNING' || execution.status === 'PENDING_REDRIVE';
}

function running(night: string): SpawnError {
  return new SpawnError(
    'NightRunning',
    `the nightly run ${night} is running: wait until it has ended, see spawn nightly report ${night}.`,
    { night },
  );
}
