import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, updateImage } from '../../aws/catalog/images';
import { getCleanup, listRemovals, putRemoval, updateCleanup } from '../../aws/catalog/cleanups';
import { describeImages } from '../../aws/image/describe';
import { piecesOf } from '../../aws/client/pages';
import { tagResources } from '../../aws/client/resource-tags';
import { describeSnapshots } from '../../aws/image/snapshots';
import { disableDeregistrationProtection } from '../../aws/image/deregistration-protection';
import { endOfGrace } from '../../core/cleanup/grace';
import { graceWith } from '../../core/image/protection';
import type { CleanupEntry } from '../../core/cleanup/request';
import { countsOf, firstToGo, type Removal } from '../../core/cleanup/run';
import { isDisabledEarly } from '../../core/cleanup/last-look';
import { cleanupInput } from '../../core/cleanup/step-inputs';
import { eventOfPerson } from '../../core/image/event';
import { tagTime } from '../../core/image/tags';
import { tagKeys } from '../../core/tags';
import { cleanupPolicies, cleanupPolicyOf } from '../../usecases/cleanup/judge-images';
import { readPlan } from '../../usecases/cleanup/read-plan';
import { step } from '../../usecases/runtime/step';
import { groupBy } from '../../core/lib/group';

// Number of records that are written at a time.
const atOnce = 20;

/**
 * Marks all images of the plan at once, so that they share one grace period: records the intent, tags, then records the
 * mark. Skips what an earlier execution has completed. Returns the rest of the grace period in seconds.
 */
export const handler = step(cleanupInput, async ({ cleanup_id }, now) => {
  const cleanup = await getCleanup(cleanup_id);
  const policies = await cleanupPolicies();
  const known = new Map((await listRemovals(cleanup_id)).map((removal) => [keyOf(removal), removal]));
  const open = (await readPlan(cleanup)).filter((entry) =>
    ['marked', 'failed', undefined].includes(known.get(keyOf(entry))?.status),
  );
  const mostOf = (stack: string | undefined) =>
    cleanup.request.kind === 'policy' ? cleanupPolicyOf(policies, stack).most_per_run : cleanup.limit;
  // Images that an interrupted execution has marked are included in any case, and count towards the limit.
  const isMarked = (entry: CleanupEntry): boolean => known.get(keyOf(entry))?.status === 'marked';
  const marked = open.filter(isMarked);
  const chosen = [
    ...marked,
    ...firstToGo(
      open.filter((entry) => !isMarked(entry)),
      Math.max(0, cleanup.limit - marked.length),
      mostOf,
    ),
  ];
  const planned = chosen.map((entry): Removal => {
    const { kind, id, region, name, reasons, unmanaged, snapshots, image_builder, protection } = entry;
    const former = known.get(keyOf(entry));
    // A failed removal had lost its mark, so its grace period starts again.
    const since = former?.status === 'marked' ? former.marked_at : now.toISOString();
    const costs = {
      monthly_cost_usd: entry.monthly_cost_usd,
      snapshot_costs: entry.snapshot_costs,
      measured: entry.measured,
    };
    const facts = { kind, id, region, name, reasons, unmanaged, snapshots, image_builder, protection, ...costs };
    const disabled = former?.disabled && { disabled: former.disabled };
    const early = kind === 'image' &&
      cleanupPolicyOf(policies, entry.stack).disable_during_grace && { disable_during_grace: true };
    return { cleanup_id, ...facts, status: 'marked', marked_at: since, ...early, ...disabled };
  });
  const alive = await aliveOf(planned);
  const isFresh = (removal: Removal): boolean => known.get(keyOf(removal))?.status !== 'marked';
  const gone = planned.filter((removal) => removal.kind === 'image' && isFresh(removal) && !alive.has(keyOf(removal)));
  for (const some of piecesOf(gone, atOnce))
    await Promise.all(
      some.map((removal) =>
        putRemoval({
          ...removal,
          status: 'taken-back',
          reasons: ['it was removed outside this cleanup after the plan'],
          ended_at: now.toISOString(),
        }),
      ),
    );
  const removals = planned.filter((removal) => !gone.includes(removal));
  const fresh = removals.filter(isFresh);
  for (const some of piecesOf(fresh, atOnce)) await Promise.all(some.map(putRemoval));
  await tagMarked(
    removals.filter((removal) => alive.has(keyOf(removal))),
    now,
  );
  // IAM lets the protection of marked images be turned off.
  for (const { region, id, protection } of removals)
    if (protection && alive.has(keyOf({ kind: 'image', region, id })))
      await disableDeregistrationProtection(region, id);
  for (const some of piecesOf(fresh, atOnce))
    await Promise.all(some.map((removal) => recordMark(removal, cleanup.requested_by, now)));
  const minutes = new Map(
    chosen.map((entry) => [
      keyOf(entry),
      graceWith(entry.protection, cleanupPolicyOf(policies, entry.stack).grace_minutes),
    ]),
  );
  const end = endOfGrace(
    removals.map((removal) => ({ marked_at: removal.marked_at, grace_minutes: minutes.get(keyOf(removal)) ?? 0 })),
    now,
  );
  const counts = countsOf([...known.values()]);
  await updateCleanup(
    cleanup_id,
    (each) => ({
      status: 'waiting',
      grace_ends_at: end.toISOString(),
      counts: { ...each.counts, ...counts },
    }),
    now,
  );
  return {
    count: removals.length,
    grace_seconds: Math.ceil((end.getTime() - now.getTime()) / 1000),
    disable: removals.some(isDisabledEarly),
  };
});

/**
 * Sets the tag that lets IAM deregister the images. Snapshots of an image without a deployment's tag are tagged too,
 * unless they belong to a deployment.
 */
async function tagMarked(images: readonly Removal[], now: Date): Promise<void> {
  for (const [region, there] of groupBy(images, (removal) => removal.region)) {
    const ids = there.filter(({ kind }) => kind === 'image').map(({ id }) => id);
    const snapshots = await describeSnapshots(
      region,
      there.flatMap((removal) => (removal.unmanaged ? removal.snapshots : [])),
    );
    const loose = snapshots.filter(({ tags }) => tags[tagKeys.deployment] === undefined);
    await tagResources(region, [...ids, ...loose.map(({ snapshot_id }) => snapshot_id)], {
      [tagKeys.cleanupMarked]: tagTime(now),
    });
  }
}

/**
 * Returns the images among the removals that EC2 still has, and the snapshots of no deployment. Images that an
 * interrupted execution has removed cannot be tagged and need no tag.
 */
async function aliveOf(removals: readonly Removal[]): Promise<Set<string>> {
  const alive = new Set<string>();
  for (const [region, images] of groupBy(
    removals.filter(({ kind }) => kind === 'image'),
    (removal) => removal.region,
  )) {
    const listed = await describeImages(region, { imageIds: images.map(({ id }) => id), includeDisabled: true });
    for (const { image_id, state } of listed)
      if (state !== 'deregistered') alive.add(keyOf({ kind: 'image', region, id: image_id }));
  }
  // A snapshot of this deployment needs no mark to be removed.
  for (const removal of removals) if (removal.kind === 'snapshot' && removal.unmanaged) alive.add(keyOf(removal));
  return alive;
}

async function recordMark({ kind, id, region, cleanup_id }: Removal, by: string, now: Date): Promise<void> {
  if (kind !== 'image') return;
  if (await getImage(region, id))
    await updateImage(region, id, ({ tags }) => ({
      tags: { ...tags, [tagKeys.cleanupMarked]: tagTime(now) },
      updated_at: now.toISOString(),
    }));
  await recordImageEvent(eventOfPerson(by, { ami_id: id, region }, 'marked', now, cleanup_id));
}

function keyOf({ kind, region, id }: Pick<Removal, 'kind' | 'region' | 'id'>): string {
  return `${kind} ${region} ${id}`;
}
