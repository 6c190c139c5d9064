import { recordImageEvent } from '../../aws/catalog/image-events';
import { putImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { describeImages } from '../../aws/images';
import { eventOfNight } from '../../core/image-event';
import { reconcile } from '../../core/reconcile';
import { reconcileInput } from '../../core/steps';
import { step } from '../step';

/** Brings the catalog of one region in line with EC2, which is the truth: adopts, updates, marks what has vanished. */
export const handler = step(reconcileInput, async ({ region }, now) => {
  // The catalog is read first: what is made meanwhile looks new to it, and not gone from EC2.
  const catalog = await allImages(region);
  const { adopt, update, vanish } = reconcile(region, await describeImages(region, { includeDisabled: true }), catalog, now);
  for (const image of [...adopt, ...update, ...vanish]) await putImage(image);
  for (const image of adopt) await recordImageEvent(eventOfNight(image, 'adopted', now));
  for (const image of vanish) await recordImageEvent(eventOfNight(image, 'vanished', now));
  return { region, adopted: adopt.length, updated: update.length, vanished: vanish.length };
});
