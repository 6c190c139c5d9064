import * as z from 'zod';
import { getRuns } from '../../aws/catalog/run-ends';
import { listWaits } from '../../aws/catalog/waits';
import { actInMembers } from '../../aws/members';
import type { Observation } from '../../core/observation';
import { nameOfPlace, placeOf } from '../../core/place';
import { groupBy } from '../../core/groups';
import type { Wait } from '../../core/wait';
import { observePlace } from './observe';
import { cancelWait, settle } from './settle-waits';
import { lookAtPlace } from '../look-at-place';
import { step } from '../step';

actInMembers();

/** The waits of runs that were not cancelled; those of the others are failed. */
async function withoutCancelled(waits: readonly Wait[]): Promise<Wait[]> {
  const runs = await getRuns([...new Set(waits.map(({ build_id }) => build_id))]);
  const cancelled = new Set(runs.filter((run) => run.cancel_requested).map((run) => run.build_id));
  for (const wait of waits.filter(({ build_id }) => cancelled.has(build_id))) await cancelWait(wait);
  return waits.filter(({ build_id }) => !cancelled.has(build_id));
}

/** Once a minute: looks at everything that is waited for, in batches, since events are best effort. */
export const handler = step(z.unknown(), async (_event, now) => {
  const waits = await withoutCancelled(await listWaits());
  const byPlace = groupBy(waits, (wait) => nameOfPlace(placeOf(wait)));
  await Promise.all(
    [...byPlace.values()].map(async (there) => {
      const place = placeOf(there[0]!);
      // Waits in a member account that cannot be reached end at their deadline.
      const seen = await lookAtPlace(place, () => observePlace(place, there), new Map<Wait, Observation>(there.map((wait) => [wait, {}])));
      for (const [wait, observation] of seen) await settle(wait, observation, now);
    }),
  );
});
