import * as z from 'zod';
import { listDebts, putDebt, removeDebt } from '../../aws/catalog/debts';
import { getImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { getRun } from '../../aws/catalog/runs';
import { deregisterImage } from '../../aws/image/deregister';
import { terminateInstances } from '../../aws/instance/end';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { describeImages } from '../../aws/image/describe';
import { describeInstances } from '../../aws/instance/describe';
import { actInMembers, memberLocations } from '../../aws/client/members';
import { deleteSnapshot, findSnapshots } from '../../aws/image/snapshots';
import {
  debtAlarm,
  debtKey,
  isDoubt,
  isOwing,
  lookOf,
  paidDebts,
  unpayableDebts,
  type Debt,
} from '../../core/model/debt';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, partsOfLocation, locationOf, type Location } from '../../core/model/location';
import { judgeLeftover, type Leftover } from '../../core/leftover/judge';
import type { Run } from '../../core/model/run';
import { tagKeys, type Tags } from '../../core/tags';
import { tellEndedRuns } from '../../usecases/run/end';
import { keptResources } from '../../usecases/leftover/kept';
import { leftBehind, owe } from '../../usecases/leftover/owe';
import { logger, step } from '../../usecases/runtime/step';

actInMembers();

type Subject = 'instances' | 'images';

interface Found {
  leftover: Omit<Leftover, 'run' | 'kept'>;
  remove: () => Promise<unknown>;
}

/** Returns our deployment's running instances. Member accounts have none. */
async function findInstances(location: Location): Promise<Found[]> {
  if (typeof location !== 'string') return [];
  const ours: Tags = { [tagKeys.deployment]: environment().deployment };
  const instances = await describeInstances(location, {
    tags: ours,
    states: ['pending', 'running', 'stopping', 'stopped'],
  });
  return instances.map(({ instance_id: id, tags }) => ({
    leftover: { id, kind: 'instance', tags },
    remove: () => terminateInstances(location, [id]),
  }));
}

/** Returns our deployment's candidates: images, and snapshots that no such image uses. */
async function findImages(location: Location): Promise<Found[]> {
  const candidates: Tags = { [tagKeys.deployment]: environment().deployment, [tagKeys.state]: 'candidate' };
  const images = await describeImages(location, { tags: candidates, includeDisabled: true });
  const used = new Set(images.flatMap((image) => image.block_devices.map((device) => device.snapshot_id)));
  const snapshots = (await findSnapshots(location, candidates)).filter(({ snapshot_id }) => !used.has(snapshot_id));
  return [
    ...images.map(({ image_id: id, tags }): Found => ({
      leftover: { id, kind: 'image', tags },
      remove: () => deregisterImage(location, id),
    })),
    ...snapshots.map(({ snapshot_id: id, tags }): Found => ({
      leftover: { id, kind: 'snapshot', tags },
      remove: () => deleteSnapshot(location, id),
    })),
  ];
}

const looks: Record<Subject, (location: Location) => Promise<Found[]>> = {
  instances: findInstances,
  images: findImages,
};

function stateOf(run: Run | undefined): Leftover['run'] {
  if (!run) return 'unknown';
  return run.status === 'running' ? 'running' : 'over';
}

/** Publishes an alarm about something that was left. */
async function tell({ region, account, id }: Pick<Debt, 'region' | 'account' | 'id'>, reason: string): Promise<void> {
  await putEvent('Leftover Doubt', { region, account, id, reason });
}

/** Returns the values of `spawn:keep` that a build set on its resources. */
async function bornKeep(run: Run | undefined): Promise<string[]> {
  return run ? (await listResources(run.build_id)).flatMap(({ tags }) => tags?.[tagKeys.keep] ?? []) : [];
}

/**
 * Judges one resource and removes it if its time is over. Returns the result; `waits` means that it stays until its
 * build has cleaned up. Throws LeftoverStays for a resource that is kept in doubt.
 */
async function removeIfDue(
  location: Location,
  { leftover, remove }: Found,
  run: Run | undefined,
  now: Date,
): Promise<'removed' | 'waits' | 'kept'> {
  const { deployment } = environment();
  const kept =
    run !== undefined && leftover.kind !== 'snapshot' && (await keptResources(run, now)).includes(leftover.id);
  const published = leftover.kind === 'image' && (await getImage(location, leftover.id))?.lifecycle === 'published';
  const born_keep = leftover.tags[tagKeys.keep] === undefined ? [] : await bornKeep(run);
  const verdict = judgeLeftover(
    { ...leftover, kept, published, born_keep, run: stateOf(run) },
    { deployment, now, run_ended_at: run?.ended_at },
  );
  if (!verdict.remove && verdict.alarm) throw new SpawnError('LeftoverStays', verdict.reason);
  if (!verdict.remove) return verdict.waits ? 'waits' : 'kept';
  await remove();
  logger.info('leftover removed', { ...partsOfLocation(location), id: leftover.id, reason: verdict.reason });
  if (verdict.alarm) await tell({ ...partsOfLocation(location), id: leftover.id }, `it was removed: ${verdict.reason}`);
  return 'removed';
}

/**
 * Removes candidates whose build or deadline has ended, and terminates instances whose time to live has ended,
 * independently of each other; by default every 15 minutes. What is kept in doubt, or could not be removed or read,
 * becomes a debt. Each debt is published once, and the next run retries it. Throws LeftBehind at the end if there are
 * new debts.
 */
export const handler = step(z.unknown(), async (_event, now) => {
  const runs = new Map<string, Run | undefined>();
  const runOf = async (buildId: string | undefined): Promise<Run | undefined> => {
    if (buildId !== undefined && !runs.has(buildId)) runs.set(buildId, await getRun(buildId));
    return buildId === undefined ? undefined : runs.get(buildId);
  };
  let removed = 0;
  const looked = new Set<string>();
  const debts: Debt[] = [];
  const waiting = new Set<string>();
  const doOwn = async (owed: Parameters<typeof owe>[0], act: () => Promise<unknown>): Promise<void> => {
    const debt = await owe(owed, act, now);
    if (debt) debts.push(debt);
  };
  const { regions, homeRegion } = environment();
  await doOwn(
    {
      kind: 'look',
      id: 'runs',
      region: homeRegion,
      reason: 'records of runs whose executions have ended must be completed',
    },
    async () => {
      const { failed } = await tellEndedRuns(now);
      if (failed[0]) throw failed[0].error;
      looked.add(lookOf({ kind: 'look', id: 'runs', region: homeRegion }));
    },
  );
  const served = new Map([...regions, ...memberLocations()].map((location) => [nameOfLocation(location), location]));
  const owing = (await listDebts()).filter(isOwing).map(locationOf);
  for (const location of new Map([...served, ...owing.map((each) => [nameOfLocation(each), each] as const)]).values()) {
    for (const [subject, find] of Object.entries(looks)) {
      const look = { kind: 'look' as const, id: subject, ...partsOfLocation(location) };
      await doOwn({ ...look, reason: 'leftovers of builds must be searched' }, async () => {
        const found = await find(location);
        looked.add(lookOf(look));
        for (const thing of found) {
          const buildId = thing.leftover.tags[tagKeys.buildId];
          const owed = {
            kind: thing.leftover.kind,
            id: thing.leftover.id,
            ...partsOfLocation(location),
            build_id: buildId,
            reason: 'its build has ended or its deadline has passed',
          };
          await doOwn(owed, async () => {
            const end = await removeIfDue(location, thing, await runOf(buildId), now);
            if (end === 'removed') removed += 1;
            if (end !== 'waits') return;
            waiting.add(debtKey(owed));
            // Without a debt, a location that is no longer served would not be listed again.
            if (!served.has(nameOfLocation(location))) waiting.add(debtKey(look));
          });
        }
      });
    }
  }
  const owed = new Set([...debts.map(debtKey), ...waiting]);
  for (const debt of paidDebts(await listDebts(), { looked, owed, began: now })) await removeDebt(debt);
  for (const debt of unpayableDebts(await listDebts(), { served: new Set(served.keys()), now })) {
    if (isOwing(debt)) await tell(debt, debtAlarm(debt, 'given up'));
    await removeDebt(debt);
  }
  const unpublished = debts.filter(({ told }) => !told);
  for (const debt of unpublished) {
    await tell(debt, debtAlarm(debt));
    await putDebt({ ...debt, told: true });
  }
  if (!unpublished.every(isDoubt)) throw leftBehind(debts.filter((debt) => !isDoubt(debt)));
  return { removed, doubts: debts.filter(isDoubt).length };
});
