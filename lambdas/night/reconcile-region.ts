import { recordImageEvent } from '../../aws/catalog/image-events';
import { putImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { tagResources } from '../../aws/client/resource-tags';
import { describeSnapshots } from '../../aws/image/snapshots';
import type { Ec2Image } from '../../core/model/ec2';
import type { Image } from '../../core/model/image';
import { truncateLines } from '../../core/lib/truncate';
import { eventOfNight } from '../../core/image/event';
import { reconcile } from '../../core/catalog/reconcile';
import { reconcileInput } from '../../core/run/step-inputs';
import { identityTags, imagesToRepair, lostIdentityTags } from '../../core/catalog/tag-repair';
import { tagKeys } from '../../core/tags';
import { isUsable } from '../../core/image/usability';
import { wrongNameLines } from '../../core/catalog/wrong-names';
import { moveChannels } from '../../usecases/channel/move';
import { moveLatest } from '../../usecases/channel/move-latest';
import { step } from '../../usecases/runtime/step';
import { deprecateDue } from '../../usecases/image/deprecate-due';

/**
 * Restores the identity tags of published images where somebody removed or changed them. Returns all images with their
 * current tags.
 */
async function repairTags(
  region: string,
  images: readonly Ec2Image[],
  catalog: readonly Image[],
  now: Date,
): Promise<{ images: Ec2Image[]; repaired: number }> {
  const { deployment } = environment();
  const tags = identityTags(deployment);
  const broken = imagesToRepair(images, catalog, deployment);
  const snapshotIds = broken.flatMap((image) => image.block_devices.flatMap(({ snapshot_id }) => snapshot_id ?? []));
  const snapshots = snapshotIds.length > 0 ? await describeSnapshots(region, snapshotIds) : [];
  // A snapshot may also belong to an image of another deployment, which then has precedence.
  const own = snapshots.filter((snapshot) => (snapshot.tags[tagKeys.deployment] ?? deployment) === deployment);
  const ids = [...broken.map(({ image_id }) => image_id), ...own.map(({ snapshot_id }) => snapshot_id)];
  await tagResources(region, ids, tags);
  for (const image of broken) await recordImageEvent(eventOfNight({ ami_id: image.image_id, region }, 'repaired', now));
  return {
    images: images.map((image) => (broken.includes(image) ? { ...image, tags: { ...image.tags, ...tags } } : image)),
    repaired: broken.length,
  };
}

/** Restores stack, version and variant on images that lost them, and reports it. */
async function repairLocations(
  region: string,
  images: readonly Ec2Image[],
  catalog: readonly Image[],
  now: Date,
): Promise<{ images: Ec2Image[]; repaired: number; lines: string[] }> {
  const lost = lostIdentityTags(images, catalog, environment().deployment);
  for (const { image, tags } of lost) {
    await tagResources(region, [image.image_id], tags);
    await recordImageEvent({
      ...eventOfNight({ ami_id: image.image_id, region }, 'repaired', now),
      detail: Object.keys(tags).join(', '),
    });
  }
  const lines = lost.map(
    ({ image, tags }) =>
      `${image.image_id} had lost ${Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(', ')}: restored. To remove it from its stack, deprecate it`,
  );
  const given = new Map(lost.map(({ image, tags }) => [image.image_id, tags]));
  return {
    images: images.map((image) => ({ ...image, tags: { ...image.tags, ...given.get(image.image_id) } })),
    repaired: lost.length,
    lines: truncateLines(lines),
  };
}

/**
 * Brings the catalog of one region in line with EC2: repairs tags, adopts new images, updates records and marks
 * vanished images.
 */
export const handler = step(reconcileInput, async ({ region }, now) => {
  // The catalog is read first, so that an image created meanwhile looks new and not vanished.
  const catalog = await allImages(region);
  const { images: ours, repaired } = await repairTags(
    region,
    await describeImages(region, { includeDisabled: true }),
    catalog,
    now,
  );
  const { images: whole, repaired: placed, lines } = await repairLocations(region, ours, catalog, now);
  const { images, due } = await deprecateDue(region, whole, now);
  const { adopt, update, vanish } = reconcile(region, images, catalog, now);
  for (const image of [...adopt, ...update, ...vanish]) await putImage(image);
  for (const image of adopt) await recordImageEvent(eventOfNight(image, 'adopted', now));
  for (const image of vanish) await recordImageEvent(eventOfNight(image, 'vanished', now));
  const deprecated = update.filter(({ ami_id }) => due.includes(ami_id));
  for (const image of deprecated) await recordImageEvent(eventOfNight(image, 'deprecated', now));
  for (const stack of new Set(deprecated.map((image) => image.stack)))
    if (stack !== undefined) await moveLatest({ stack, region }, deprecated);
  const lost = [...vanish, ...update].filter((image) => !isUsable(image));
  for (const stack of new Set(lost.map((image) => image.stack)))
    if (stack !== undefined)
      await moveChannels({ stack, fresh: lost, now }, `the nightly run found unusable images in ${region}`);
  const all = [...lines, ...truncateLines(wrongNameLines(images, environment().deployment))];
  return {
    region,
    adopted: adopt.length,
    updated: update.length,
    vanished: vanish.length,
    repaired: repaired + placed,
    ...(all.length > 0 && { lines: all }),
  };
});
