import { messageOf } from '../../aws/client/errors';
import { putRemoval } from '../../aws/catalog/cleanups';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, updateImage } from '../../aws/catalog/images';
import { errorUnlessGone } from '../../aws/client/gone';
import { enableDeregistrationProtection } from '../../aws/image/deregistration-protection';
import { deregisterImage } from '../../aws/image/deregister';
import { putEvent } from '../../aws/flow/events';
import { untagResources } from '../../aws/client/resource-tags';
import { deleteSnapshot, describeSnapshots } from '../../aws/image/snapshots';
import type { Removal } from '../../core/cleanup/run';
import { ownedBySpawn } from '../../core/cleanup/orphans';
import { savedBy } from '../../core/cleanup/savings';
import { SpawnError } from '../../core/errors';
import { eventOfPerson } from '../../core/image/event';
import type { DeregistrationProtection } from '../../core/stack/policy';
import { tagKeys } from '../../core/tags';
import { protects } from '../../core/lib/text-boolean';
import { giveBack } from './disable-image';
import { freeRecord } from './free-record';
import { postponeRemoval } from './postpone';

/**
 * Deregisters a marked image, deletes the snapshots that no other image uses, and records the removal. The record of
 * the image stays, with the reasons. Repeating it after a crash has the same result.
 */
export async function removeImage(removal: Removal, by: string, now: Date): Promise<void> {
  const { region, id, unmanaged } = removal;
  const left: string[] = [];
  const outcome = await deregisterImage(region, id).catch((error: unknown) => {
    // The image is removed. Snapshots that EC2 did not delete are orphans, which the next plan finds.
    if (!(error instanceof SpawnError) || error.name !== 'LeftBehind') throw error;
    left.push(error.message);
    return { deregistered: true, deleted_snapshots: [], kept_snapshots: [] };
  });
  const { deregistered, deleted_snapshots, kept_snapshots } = outcome;
  const gone = [...deleted_snapshots];
  // An execution that ended between the two calls may have left these snapshots.
  for (const snapshot of deregistered ? [] : removal.snapshots) {
    if (await deleteUnused(region, snapshot)) gone.push(snapshot);
  }
  if (unmanaged) await unmarkSnapshots(region, kept_snapshots);
  const stays = removal.image_builder && (await freeRecord(removal.image_builder, { region, ami_id: id }));
  const reasons = [...removal.reasons, ...left, ...(stays ? [stays] : [])];
  if (await getImage(region, id)) {
    await updateImage(region, id, () => ({
      state: 'deregistered',
      removed_at: now.toISOString(),
      removal_reasons: removal.reasons,
      ...(removal.disabled?.by_cleanup && { removed_permissions: removal.disabled.launch_permissions }),
      updated_at: now.toISOString(),
    }));
  }
  await recordImageEvent(eventOfPerson(by, { ami_id: id, region }, 'removed', now, reasons.join('; ')));
  await putEvent('Image Removed', {
    ami_id: id,
    region,
    cleanup_id: removal.cleanup_id,
    name: removal.name,
    reasons,
    kept_snapshots,
  });
  const monthly_cost_usd = savedBy(gone, removal.snapshot_costs);
  const { disabled: _, protection: __, ...over } = removal;
  await putRemoval({ ...over, status: 'removed', reasons, monthly_cost_usd, ended_at: now.toISOString() });
}

/** Restores an image that stays after all, removes its mark and records the reasons. */
export async function takeBack(removal: Removal, reasons: string[], by: string, now: Date): Promise<void> {
  const { region, id } = removal;
  const { protection, ...given } = await giveBack(removal, reasons, now);
  if (protection) await protectAgain(region, id, protection);
  // IAM refuses to enable an image without a mark, so a retry must not try it once the mark is removed.
  if (removal.disabled) await putRemoval(given);
  await unmark(removal, now);
  await postponeRemoval(region, id, reasons, now);
  await recordImageEvent(eventOfPerson(by, { ami_id: id, region }, 'unmarked', now, reasons.join('; ')));
  await putEvent('Image Removal Taken Back', { ami_id: id, region, cleanup_id: removal.cleanup_id, reasons });
  await putRemoval({ ...given, status: 'taken-back', reasons, ended_at: now.toISOString() });
}

/** Records that an image could not be removed. It is as usable as before; applying the plan again retries. */
export async function giveUp(removal: Removal, reason: string, now: Date): Promise<void> {
  const reasons = [reason];
  let left = removal;
  try {
    const { protection, ...given } = await giveBack(removal, reasons, now);
    if (protection) await protectAgain(removal.region, removal.id, protection);
    left = given;
    if (removal.disabled) await putRemoval(left);
    if (removal.kind === 'image')
      await unmark(removal, now).catch((error: unknown) =>
        reasons.push(`its tag ${tagKeys.cleanupMarked} stays: ${messageOf(error)}`),
      );
  } catch (error) {
    // IAM allows the image to be enabled only while it is marked, so the mark stays until then.
    reasons.push(`it stays disabled until the next cleanup or nightly run: ${messageOf(error)}`);
    left = { ...removal, ...(removal.disabled && { disabled: { ...removal.disabled, given_back: reasons } }) };
  }
  if (removal.kind === 'image') await postponeRemoval(removal.region, removal.id, reasons, now);
  await putRemoval({ ...left, status: 'failed', reasons, ended_at: now.toISOString() });
}

/** Turns on the protection of an image that stays; does nothing for one that is gone. */
async function protectAgain(region: string, id: string, kind: DeregistrationProtection): Promise<void> {
  try {
    await enableDeregistrationProtection(region, id, kind);
  } catch (error) {
    const end = await errorUnlessGone(region, id, error);
    if (end !== undefined) throw end;
  }
}

async function unmark({ region, id, unmanaged, snapshots }: Removal, now: Date): Promise<void> {
  await untagResources(region, [id], [tagKeys.cleanupMarked]);
  if (unmanaged) await unmarkSnapshots(region, snapshots);
  if (!(await getImage(region, id))) return;
  await updateImage(region, id, (image) => {
    const { [tagKeys.cleanupMarked]: _, ...tags } = image.tags;
    return { tags, updated_at: now.toISOString() };
  });
}

/** Removes the mark from the snapshots that have it. Snapshots of a deployment were never marked. */
async function unmarkSnapshots(region: string, ids: readonly string[]): Promise<void> {
  const marked = (await describeSnapshots(region, ids)).filter(({ tags }) => tags[tagKeys.cleanupMarked] !== undefined);
  await untagResources(
    region,
    marked.map(({ snapshot_id }) => snapshot_id),
    [tagKeys.cleanupMarked],
  );
}

/** Deletes a snapshot whose image is gone, unless another image uses it now or a tag protects it. */
export async function removeSnapshot(removal: Removal, used: ReadonlySet<string>, now: Date): Promise<void> {
  const [snapshot] = await describeSnapshots(removal.region, [removal.id]);
  const kept = snapshot?.tags[tagKeys.keep];
  const stays = protects(kept)
    ? `its tag ${tagKeys.keep}=${kept} keeps it`
    : removal.unmanaged && snapshot && ownedBySpawn(snapshot.tags)
      ? 'it belongs to a deployment now'
      : used.has(removal.id) || !(await deleteUnused(removal.region, removal.id))
        ? 'an image uses it'
        : undefined;
  if (stays && removal.unmanaged) await unmarkSnapshots(removal.region, [removal.id]);
  await putRemoval({
    ...removal,
    status: stays ? 'taken-back' : 'removed',
    reasons: stays ? [stays] : removal.reasons,
    ended_at: now.toISOString(),
  });
}

/** Deletes a snapshot and returns whether it is gone. EC2 refuses to delete a snapshot that an image uses. */
async function deleteUnused(region: string, snapshotId: string): Promise<boolean> {
  try {
    await deleteSnapshot(region, snapshotId);
    return true;
  } catch (error) {
    if (error instanceof SpawnError && error.name === 'WrongState') return false;
    throw error;
  }
}
