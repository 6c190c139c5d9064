import * as z from 'zod';
import { getRuns } from '../../aws/catalog/run-ends';
import { listWaits } from '../../aws/catalog/waits';
import type { Wait } from '../../core/wait';
import { observeRegion } from './observe';
import { cancelWait, settle } from './settle-waits';
import { step } from '../step';

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
  const regions = [...new Set(waits.map(({ region }) => region))];
  await Promise.all(
    regions.map(async (region) => {
      const seen = await observeRegion(region, waits.filter((wait) => wait.region === region));
      for (const [wait, observation] of seen) await settle(wait, observation, now);
    }),
  );
});
