import * as z from 'zod';
import { getRuns } from '../../aws/catalog/run-ends';
import { listWaits } from '../../aws/catalog/waits';
import { actInMembers } from '../../aws/members';
import type { Observation } from '../../core/observation';
import { nameOfPlace, placeOf, type Place } from '../../core/place';
import { groupBy } from '../../core/groups';
import type { Wait } from '../../core/wait';
import { observePlace } from './observe';
import { cancelWait, settle } from './settle-waits';
import { logger, step } from '../step';

actInMembers();

/** The waits of runs that were not cancelled; those of the others are failed. */
async function withoutCancelled(waits: readonly Wait[]): Promise<Wait[]> {
  const runs = await getRuns([...new Set(waits.map(({ build_id }) => build_id))]);
  const cancelled = new Set(runs.filter((run) => run.cancel_requested).map((run) => run.build_id));
  for (const wait of waits.filter(({ build_id }) => cancelled.has(build_id))) await cancelWait(wait);
  return waits.filter(({ build_id }) => !cancelled.has(build_id));
}

/** What can be seen in a place; nothing of a member account that cannot be reached, so that its waits end at their deadline and the others go on. */
async function look(place: Place, waits: readonly Wait[]): Promise<Map<Wait, Observation>> {
  try {
    return await observePlace(place, waits);
  } catch (error) {
    if (typeof place === 'string') throw error;
    logger.warn('a member account could not be looked at', { ...place, error_name: (error as Error).name });
    return new Map(waits.map((wait) => [wait, {}]));
  }
}

/** Once a minute: looks at everything that is waited for, in batches, since events are best effort. */
export const handler = step(z.unknown(), async (_event, now) => {
  const waits = await withoutCancelled(await listWaits());
  const byPlace = groupBy(waits, (wait) => nameOfPlace(placeOf(wait)));
  await Promise.all(
    [...byPlace.values()].map(async (there) => {
      const seen = await look(placeOf(there[0]!), there);
      for (const [wait, observation] of seen) await settle(wait, observation, now);
    }),
  );
});
