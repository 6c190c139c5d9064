import { listImages, putImage } from '../../aws/catalog/images';
import { describeImages } from '../../aws/images';
import type { Image } from '../../core/image';
import { reconcile } from '../../core/reconcile';
import { reconcileInput } from '../../core/steps';
import { step } from '../step';

async function catalogOf(region: string): Promise<Image[]> {
  const images: Image[] = [];
  let cursor: string | undefined;
  do {
    const page = await listImages({ region, limit: 1000, cursor });
    images.push(...page.images);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return images;
}

/** Brings the catalog of one region in line with EC2, which is the truth: adopts, updates, marks what has vanished. */
export const handler = step(reconcileInput, async ({ region }, now) => {
  // The catalog is read first: what is made meanwhile looks new to it, and not gone from EC2.
  const catalog = await catalogOf(region);
  const { adopt, update, vanish } = reconcile(region, await describeImages(region, { includeDisabled: true }), catalog, now);
  for (const image of [...adopt, ...update, ...vanish]) await putImage(image);
  return { region, adopted: adopt.length, updated: update.length, vanished: vanish.length };
});
