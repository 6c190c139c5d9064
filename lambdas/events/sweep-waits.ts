import * as z from 'zod';
import { explainAwsError } from '../../aws/client/errors';
import { getRuns } from '../../aws/catalog/run-ends';
import { listWaits } from '../../aws/catalog/waits';
import { actInMembers } from '../../aws/client/members';
import { SpawnError } from '../../core/errors';
import { truncateLines } from '../../core/lib/truncate';
import type { Observation } from '../../core/wait/observation';
import { nameOfLocation, locationOf } from '../../core/model/location';
import { groupBy } from '../../core/lib/group';
import { isCancellable, type Wait } from '../../core/wait/record';
import { observeLocation } from '../../usecases/wait/observe';
import { cancelWait, completeWait } from '../../usecases/wait/complete';
import { lookAtLocation } from '../../usecases/runtime/look-at-location';
import { oneByOne, type Failed } from '../../usecases/runtime/one-by-one';
import { step } from '../../usecases/runtime/step';

actInMembers();

/** Fails the waits of cancelled runs, and returns the other waits. */
async function withoutCancelled(waits: readonly Wait[]): Promise<{ open: Wait[]; failed: Failed<Wait>[] }> {
  const runs = await getRuns([...new Set(waits.map(({ build_id }) => build_id))]);
  const cancelled = new Set(runs.filter((run) => run.cancel_requested).map((run) => run.build_id));
  const isOver = (wait: Wait): boolean => isCancellable(wait) && cancelled.has(wait.build_id);
  const failed = await oneByOne(waits.filter(isOver), cancelWait);
  return { open: waits.filter((wait) => !isOver(wait)), failed };
}

/** Completes the waits of one location, independently of each other. Returns those that failed. */
async function completeWaitsAt(there: readonly Wait[], now: Date): Promise<Failed<Wait>[]> {
  const location = locationOf(there[0]!);
  try {
    // A wait in a member account that cannot be reached ends at its deadline.
    const seen = await lookAtLocation(
      location,
      () => observeLocation(location, there),
      new Map<Wait, Observation>(there.map((wait) => [wait, {}])),
    );
    return (await oneByOne(seen, ([wait, observation]) => completeWait(wait, observation, now))).map(
      ({ item: [item], error }) => ({ item, error }),
    );
  } catch (error) {
    // A wait whose resource cannot be read still ends at its deadline.
    await oneByOne(there, (wait) => completeWait(wait, {}, now));
    return there.map((item) => ({ item, error: explainAwsError(error) }));
  }
}

/**
 * Checks the resources of all waits in batches, by default once a minute, because events can be lost. Throws LeftBehind
 * at the end for waits that could not be completed.
 */
export const handler = step(z.unknown(), async (_event, now) => {
  const { open, failed } = await withoutCancelled(await listWaits());
  const byLocation = groupBy(open, (wait) => nameOfLocation(locationOf(wait)));
  failed.push(...(await Promise.all([...byLocation.values()].map((there) => completeWaitsAt(there, now)))).flat());
  if (failed.length === 0) return;
  const list = truncateLines(
    failed.map(({ item, error }) => `${item.resource} of ${item.build_id} (${error.name}: ${error.message})`),
  ).join('; ');
  throw new SpawnError(
    'LeftBehind',
    `${failed.length} waits could not be completed: ${list}. The next sweep retries them.`,
  );
});
