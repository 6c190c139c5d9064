import * as z from 'zod';
import { getImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import { deregisterImage } from '../../aws/deregister-image';
import { terminateInstances } from '../../aws/end-instances';
import { environment } from '../../aws/environment';
import { putEvent } from '../../aws/events';
import { describeImages } from '../../aws/images';
import { describeInstances } from '../../aws/instances';
import { actInMembers, memberPlaces } from '../../aws/members';
import { deleteSnapshot, findSnapshots } from '../../aws/snapshots';
import { SpawnError } from '../../core/errors';
import { partsOf, type Place } from '../../core/place';
import { judgeLeftover, type Leftover } from '../../core/reaping';
import type { Run } from '../../core/run';
import { tagKeys, type Tags } from '../../core/tags';
import { tellEndedRuns } from '../end-of-run';
import { keptInstances } from '../kept-instances';
import { lookAtPlace } from '../look-at-place';
import { logger, step } from '../step';

actInMembers();

interface Found {
  leftover: Omit<Leftover, 'run' | 'kept'>;
  remove: () => Promise<unknown>;
}

/** All in a place that carries our deployment's tag and might be left over. */
async function findIn(place: Place): Promise<Found[]> {
  const { deployment } = environment();
  const ours: Tags = { [tagKeys.deployment]: deployment };
  const candidates: Tags = { ...ours, [tagKeys.state]: 'candidate' };
  // Nothing is launched in member accounts.
  const instances = typeof place !== 'string' ? [] : await describeInstances(place, { tags: ours, states: ['pending', 'running', 'stopping', 'stopped'] });
  const images = await describeImages(place, { tags: candidates, includeDisabled: true });
  const used = new Set(images.flatMap((image) => image.block_devices.map((device) => device.snapshot_id)));
  const snapshots = (await findSnapshots(place, candidates)).filter(({ snapshot_id }) => !used.has(snapshot_id));
  return [
    ...instances.map(({ instance_id: id, tags }): Found => ({ leftover: { id, kind: 'instance', tags }, remove: () => terminateInstances(partsOf(place).region, [id]) })),
    ...images.map(({ image_id: id, tags }): Found => ({ leftover: { id, kind: 'image', tags }, remove: () => deregisterImage(place, id) })),
    ...snapshots.map(({ snapshot_id: id, tags }): Found => ({ leftover: { id, kind: 'snapshot', tags }, remove: () => deleteSnapshot(place, id) })),
  ];
}

function stateOf(run: Run | undefined): Leftover['run'] {
  if (!run) return 'unknown';
  return run.status === 'running' ? 'running' : 'over';
}

/** Removes something; the sentence of EC2 when that is in use after all, which must not keep the reaper from everything else. */
async function refusal(remove: Found['remove']): Promise<string | undefined> {
  try {
    await remove();
    return undefined;
  } catch (error) {
    if (error instanceof SpawnError && error.name === 'WrongState') return error.message;
    throw error;
  }
}

/**
 * Every quarter of an hour, whatever else happens: removes candidates whose build is over or whose deadline is past, and ends
 * instances whose time to live is up. In doubt it keeps and tells the bus, which alarms.
 */
export const handler = step(z.unknown(), async (_event, now) => {
  const { regions, deployment } = environment();
  const runs = new Map<string, Run | undefined>();
  await tellEndedRuns(now);
  let removed = 0;
  let doubts = 0;
  for (const place of [...regions, ...memberPlaces()]) {
    const where = partsOf(place);
    for (const { leftover, remove } of await lookAtPlace(place, () => findIn(place), [])) {
      const buildId = leftover.tags[tagKeys.buildId];
      if (buildId !== undefined && !runs.has(buildId)) runs.set(buildId, await getRun(buildId));
      const run = buildId === undefined ? undefined : runs.get(buildId);
      const kept = run !== undefined && leftover.kind === 'instance' && (await keptInstances(run, now)).includes(leftover.id);
      const published = leftover.kind === 'image' && (await getImage(place, leftover.id))?.lifecycle === 'published';
      const verdict = judgeLeftover({ ...leftover, kept, published, run: stateOf(run) }, { deployment, now, run_ended_at: run?.ended_at });
      const refused = verdict.remove ? await refusal(remove) : undefined;
      if (verdict.remove && refused === undefined) {
        removed += 1;
        logger.info('leftover removed', { ...where, id: leftover.id, reason: verdict.reason });
      } else if (verdict.alarm || refused !== undefined) {
        doubts += 1;
        await putEvent('Leftover Doubt', { ...where, id: leftover.id, reason: refused ?? verdict.reason });
      }
    }
  }
  return { removed, doubts };
});
