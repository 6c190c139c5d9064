import { explainAwsError, messageOf } from '../../aws/client/errors';
import { currentRemoval, listRemovals, putRemoval, updateCleanup } from '../../aws/catalog/cleanups';
import { confirmImageGone } from '../../aws/client/gone';
import { describeImage } from '../../aws/image/describe';
import type { CleanupEntry } from '../../core/cleanup/request';
import { countsOf, type Cleanup, type Removal } from '../../core/cleanup/run';
import { cleanupInput } from '../../core/cleanup/steps';
import type { Ec2Image } from '../../core/model/ec2';
import { afterMark, mostTries } from '../../core/cleanup/last-look';
import { disableForRemoval } from '../../usecases/cleanup/disable-image';
import { judgeAgain, judgeImages, type Judged } from '../../usecases/cleanup/judge-images';
import { giveUp, removeImage, removeSnapshot, takeBack } from '../../usecases/cleanup/remove-image';
import { logger, step } from '../../usecases/runtime/step';

// So many images are disabled while those that were disabled before take their last look.
const batch = 100;

/**
 * Removes what is marked, each to its end: an image is looked at with others and disabled; once EC2 shows that, it is
 * looked at by itself and goes. What was launched, kept or referred to meanwhile is taken back, as is all of a region
 * that cannot be looked at. Answers whether nothing is left; what is disabled just now is left for the next call.
 */
export const handler = step(cleanupInput, async ({ cleanup_id }, now) => {
  const cleanup = await updateCleanup(
    cleanup_id,
    ({ status }) => (status === 'removing' ? undefined : { status: 'removing' }),
    now,
  );
  const marked = (await listRemovals(cleanup_id)).filter(({ status }) => status === 'marked');
  const inOrder = marked.sort((a, b) => a.region.localeCompare(b.region) || a.id.localeCompare(b.id));
  const next = [
    ...inOrder.filter(({ disabled }) => disabled),
    ...inOrder.filter(({ disabled }) => !disabled).slice(0, batch),
  ];
  for (const region of new Set(next.map((removal) => removal.region))) {
    await removeIn(
      region,
      next.filter((removal) => removal.region === region),
      cleanup,
      now,
    );
  }
  const removals = await listRemovals(cleanup_id);
  await updateCleanup(cleanup_id, (each) => ({ counts: { ...each.counts, ...countsOf(removals) } }), now);
  return { done: removals.every(({ status }) => status !== 'marked') };
});

async function removeIn(region: string, removals: readonly Removal[], cleanup: Cleanup, now: Date): Promise<void> {
  const seen = await look(region, removals, cleanup, now);
  const inTurn = async (some: readonly Removal[]): Promise<void> => {
    for (const removal of some) await oneStep(removal, seen, cleanup, now);
  };
  // EC2 counts the two kinds of calls apart.
  await Promise.all([
    inTurn(removals.filter(({ disabled }) => disabled)),
    inTurn(removals.filter(({ disabled }) => !disabled)),
  ]);
}

interface Seen extends Judged {
  judged: ReadonlyMap<string, CleanupEntry>;
  alive: ReadonlyMap<string, Ec2Image>;
  used: ReadonlySet<string>;
}

/**
 * Everything about a region as it is now; a region that cannot be looked at keeps what it has. Throws when AWS only
 * asks for patience.
 */
async function look(
  region: string,
  removals: readonly Removal[],
  { request }: Cleanup,
  now: Date,
): Promise<Seen | { error: unknown }> {
  const idsOf = (some: readonly Removal[]): Set<string> => new Set(some.map(({ id }) => id));
  try {
    const seen = await judgeImages(
      region,
      request,
      now,
      idsOf(removals.filter(({ disabled }) => !disabled)),
      idsOf(removals.filter(({ disabled }) => disabled?.by_cleanup)),
    );
    const alive = seen.images.filter(({ state }) => state !== 'deregistered');
    return {
      ...seen,
      judged: new Map(seen.entries.map((entry) => [entry.id, entry])),
      alive: new Map(alive.map((image) => [image.image_id, image])),
      used: new Set(
        alive.flatMap(({ block_devices }) => block_devices.flatMap(({ snapshot_id }) => snapshot_id ?? [])),
      ),
    };
  } catch (error) {
    if (explainAwsError(error).name === 'RequestThrottled') throw error;
    return { error };
  }
}

/**
 * Goes one step with one thing. Where EC2's answers contradict each other or do not come, it is tried again in the next
 * call, some times.
 */
async function oneStep(removal: Removal, seen: Seen | { error: unknown }, cleanup: Cleanup, now: Date): Promise<void> {
  const { region, id } = removal;
  try {
    if ('error' in seen) throw seen.error;
    await one(removal, seen, cleanup, now);
  } catch (error) {
    const { name } = explainAwsError(error);
    logger.warn('an image could not be removed', { region, id, error_name: name });
    const isUnclear = !('error' in seen) && (name === 'AwsUnavailable' || name === 'RequestThrottled');
    // The step may have written down that it disables the image, or that it has given it back.
    const known = await currentRemoval(removal);
    const { disabled } = known;
    const isAgain = isUnclear && disabled && disabled.tries < mostTries;
    if (isAgain) await putRemoval({ ...known, disabled: { ...disabled, tries: disabled.tries + 1 } });
    else await giveUp(known, messageOf(error), now);
  }
}

async function one(removal: Removal, seen: Seen, cleanup: Cleanup, now: Date): Promise<void> {
  const { id, disabled } = removal;
  if (removal.kind === 'snapshot') return removeSnapshot(removal, seen.used, now);
  const image = seen.alive.get(id);
  const next = afterMark(removal, image?.state, now);
  if (next === 'wait') return;
  if (next === 'give-back')
    return takeBack(
      removal,
      disabled?.given_back ?? ['EC2 does not show it as disabled: somebody enabled it, or EC2 is late'],
      cleanup.requested_by,
      now,
    );
  if (!disabled) {
    const stays = reasonsToStay(seen.judged.get(id), image);
    if (stays) return takeBack(removal, stays, cleanup.requested_by, now);
  }
  if (image === undefined) {
    // One answer without it is no proof, and nobody has looked at it while it could not be launched.
    await confirmImageGone(removal.region, id, 'it is not among the images');
    return removeImage(removal, cleanup.requested_by, now);
  }
  if (next === 'disable') return disableForRemoval(removal, image, now);
  return lookAndRemove(removal, seen, cleanup, now);
}

/** The last look at one image that nobody can launch any more, and its end. */
async function lookAndRemove(
  removal: Removal,
  seen: Seen,
  { request, requested_by: by }: Cleanup,
  now: Date,
): Promise<void> {
  const { region, id, disabled } = removal;
  const image = await describeImage(region, id);
  if (image?.state === 'available') return;
  const isThere = image !== undefined && image.state !== 'deregistered';
  if (!isThere) await confirmImageGone(region, id, 'it is not among the images');
  const context = { by_cleanup: disabled?.by_cleanup === true, shared: (disabled?.launch_permissions.length ?? 0) > 0 };
  const stays = isThere && reasonsToStay(await judgeAgain(image, request, seen, context, now), image);
  if (stays) await takeBack(removal, stays, by, now);
  else await removeImage(removal, by, now);
}

function reasonsToStay(entry: CleanupEntry | undefined, image: Ec2Image | undefined): string[] | undefined {
  if (entry?.decision === 'keep') return entry.reasons;
  return !entry && image ? ['it is not what the cleanup asked for any more'] : undefined;
}
