import { listAccountImages } from '../../aws/catalog/account-images';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { actInMembers } from '../../aws/client/members';
import { putEvent } from '../../aws/flow/events';
import { truncateLines } from '../../core/lib/truncate';
import { atHome, locationOf, nameOfLocation } from '../../core/model/location';
import { dueDisablings, dueRemovals, reasonOfDisabling, scheduleOf } from '../../core/image/schedule';
import { nightInput } from '../../core/run/step-inputs';
import { moveChannels } from '../../usecases/channel/move';
import { moveLatest } from '../../usecases/channel/move-latest';
import { changeImages } from '../../usecases/image/change';
import { revocation } from '../../usecases/image/revocation';
import { step } from '../../usecases/runtime/step';

actInMembers();

/**
 * Disables the images whose scheduled time has come, as a revocation, which a restore undoes. Reports removals that
 * are due and did not happen, with the reasons of the last cleanup.
 */
export const handler = step(nightInput, async (_input, now) => {
  const { deployment } = environment();
  const images = [...(await allImages('all')), ...(await listAccountImages())];
  const due = dueDisablings(images, deployment, now);
  const { changed, gone, failed } = await changeImages(
    due.map((image) => revocation(image, { reason: reasonOfDisabling(image.tags) }, { now })),
    'revoked',
    { now },
  );
  const fresh = atHome([...changed, ...gone]);
  for (const stack of new Set(fresh.flatMap((each) => each.stack ?? []))) {
    await moveLatest({ stack }, fresh);
    await moveChannels({ stack, fresh, now }, 'images were disabled as scheduled');
  }
  for (const { ami_id, region, account, stack, version, tags } of changed)
    await putEvent('Image Revoked', { ami_id, region, account, stack, version, reason: reasonOfDisabling(tags) });
  const postponed = dueRemovals(images, deployment, now).filter(({ removal_postponed: why }) => why !== undefined);
  const named = ({ name, ami_id, ...image }: (typeof images)[number]) =>
    `${name} (${ami_id} in ${nameOfLocation(locationOf({ ...image }))})`;
  return {
    disabled: changed.length,
    postponed: postponed.length,
    lines: truncateLines([
      ...changed.map((image) => `${named(image)} was disabled as scheduled`),
      ...failed.map(
        (copy) => `${copy.ami_id} in ${nameOfLocation(copy)} could not be disabled (${copy.error}): ${copy.message}`,
      ),
      ...postponed.map(
        (image) =>
          `${named(image)} was to be removed on ${scheduleOf(image.tags).remove_at} and stays: ${image.removal_postponed?.reasons.join('; ')}`,
      ),
    ]),
  };
});
