import { allImages } from '../../aws/catalog/releases';
import { nightInput } from '../../core/run/step-inputs';
import { lookAtImages, recordHealth } from '../../usecases/health/check-images';
import { step } from '../../usecases/runtime/step';

/**
 * Checks the health of every usable image: its base, snapshots, tests and copies. The number of calls does not depend
 * on the number of images.
 */
export const handler = step(nightInput, async (_input, now) => {
  const images = await allImages('all');
  return recordHealth(await lookAtImages(images, images, now));
});
