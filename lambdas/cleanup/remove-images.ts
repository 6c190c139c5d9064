import { explainAwsError, messageOf } from '../../aws/client/errors';
import { currentRemoval, listRemovals, putRemoval, updateCleanup } from '../../aws/catalog/cleanups';
import { confirmImageGone } from '../../aws/client/gone';
import { describeImage } from '../../aws/image/describe';
import type { CleanupEntry } from '../../core/cleanup/request';
import { countsOf, type Cleanup, type Removal } from '../../core/cleanup/run';
import { removeImagesInput } from '../../core/cleanup/step-inputs';
import type { Ec2Image } from '../../core/model/ec2';
import { afterMark, isDisabledEarly, mostTries } from '../../core/cleanup/last-look';
import { disableForRemoval } from '../../usecases/cleanup/disable-image';
import { judgeAgain, judgeImages, type Judged } from '../../usecases/cleanup/judge-images';
import { giveUp, removeImage, removeSnapshot, takeBack } from '../../usecases/cleanup/remove-image';
import { logger, step } from '../../usecases/runtime/step';

// Number of images that are disabled while the previously disabled ones are checked a last time.
const batch = 100;

/**
 * Removes the marked images. Each image is checked with the others and disabled; once EC2 shows it as disabled, it is
 * checked alone and removed. Restores an image that was launched, kept or referenced meanwhile, and all images of a
 * region that cannot be read. Returns whether nothing is left; an image that was just disabled is left for the next
 * call. When the grace period begins, only disables the images that their policy disables then.
 */
export const handler = step(removeImagesInput, async ({ cleanup_id, only_disable }, now) => {
  const isLeft = (removal: Removal): boolean => (only_disable ? isDisabledEarly(removal) : removal.status === 'marked');
  const cleanup = await updateCleanup(
    cleanup_id,
    ({ status }) => (only_disable || status === 'removing' ? undefined : { status: 'removing' }),
    now,
  );
  const left = (await listRemovals(cleanup_id)).filter(isLeft);
  const inOrder = left.sort((a, b) => a.region.localeCompare(b.region) || a.id.localeCompare(b.id));
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
  return { done: !removals.some(isLeft) };
});

async function removeIn(region: string, removals: readonly Removal[], cleanup: Cleanup, now: Date): Promise<void> {
  const seen = await look(region, removals, cleanup, now);
  const inTurn = async (some: readonly Removal[]): Promise<void> => {
    for (const removal of some) await oneStep(removal, seen, cleanup, now);
  };
  // EC2 has separate limits for the two kinds of calls.
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
 * Reads the current state of a region. Returns the error of a region that cannot be read, which keeps its images.
 * Throws when AWS throttles.
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
 * Takes the next step for one removal. If EC2 does not answer, or its answers contradict each other, the next calls try
 * again, for a limited number of times.
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
    // The step may have recorded that it disables the image, or that it has restored it.
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
      disabled?.given_back ?? ['EC2 does not show it as disabled: it was enabled again, or EC2 is not consistent yet'],
      cleanup.requested_by,
      now,
    );
  if (!disabled) {
    const stays = reasonsToStay(seen.judged.get(id), image);
    if (stays) return takeBack(removal, stays, cleanup.requested_by, now);
  }
  if (image === undefined) {
    // One list without the image is no proof, and its uses were not checked while it could not be launched.
    await confirmImageGone(removal.region, id, 'it is not among the images');
    return removeImage(removal, cleanup.requested_by, now);
  }
  if (next === 'disable') return disableForRemoval(removal, image, now);
  return lookAndRemove(removal, seen, cleanup, now);
}

/** Checks a disabled image a last time, and removes it. */
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
  return !entry && image ? ['it no longer matches the request of the cleanup'] : undefined;
}
