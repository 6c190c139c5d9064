import { allImages } from '../../aws/catalog/releases';
import { nightInput } from '../../core/run/steps';
import { lookAtImages, recordHealth } from '../../usecases/health/check-images';
import { step } from '../../usecases/runtime/step';

/**
 * Looks at every image that may be used: its base, snapshots, tests and copies. Few questions, however many images
 * there are.
 */
export const handler = step(nightInput, async (_input, now) => {
  const images = await allImages('all');
  return recordHealth(await lookAtImages(images, images, now));
});
