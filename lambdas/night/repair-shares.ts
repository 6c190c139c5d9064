import { explainAwsError } from '../../aws/client/errors';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { errorUnlessGone } from '../../aws/client/gone';
import { truncateLines } from '../../core/lib/truncate';
import type { Image } from '../../core/model/image';
import { eventOfNight } from '../../core/image/event';
import { namesOfTargets } from '../../core/sharing/plan';
import { repairSharesInput } from '../../core/run/step-inputs';
import { syncShares } from '../../usecases/sharing/sync';
import { logger, step } from '../../usecases/runtime/step';

/**
 * What the nightly run repaired: restored and ended shares, shares that others made, and images that could not be read.
 */
interface Repairs {
  given_again: number;
  taken_back: number;
  shared_by_others: number;
  unknown: number;
  lines: string[];
}

async function repair(image: Image, now: Date, repairs: Repairs): Promise<void> {
  const { ami_id, region } = image;
  const { given, taken, foreign } = (await syncShares(image, now)).plan;
  repairs.given_again += given.length;
  repairs.taken_back += taken.length;
  if (foreign.length > 0) {
    repairs.shared_by_others += 1;
    repairs.lines.push(
      `${ami_id} in ${region} is shared with ${namesOfTargets(foreign)}, which was not requested with spawn`,
    );
  }
  if (given.length > 0)
    await recordImageEvent({ ...eventOfNight(image, 'shared', now), detail: `again with ${namesOfTargets(given)}` });
  if (taken.length > 0) {
    await recordImageEvent({
      ...eventOfNight(image, 'unshared', now),
      detail: `from ${namesOfTargets(taken)}, whose share has ended`,
    });
    await putEvent('Image Unshared', {
      ami_id,
      stack: image.stack,
      version: image.version,
      images: [{ ami_id, region }],
      targets: taken,
    });
  }
}

/**
 * Brings EC2's permissions in line with the catalog: removes ended shares, restores missing ones, and only reports
 * shares that others made. A disabled image gets its permissions when it is enabled. An image that cannot be read is
 * reported as unknown.
 */
export const handler = step(repairSharesInput, async (_input, now) => {
  const repairs: Repairs = { given_again: 0, taken_back: 0, shared_by_others: 0, unknown: 0, lines: [] };
  const own = (await allImages('all')).filter(
    ({ shares, loans, state, lifecycle, deployment }) =>
      (shares ?? loans?.length) &&
      state === 'available' &&
      lifecycle === 'published' &&
      deployment === environment().deployment,
  );
  for (const image of own) {
    try {
      await repair(image, now, repairs);
    } catch (error) {
      // The next reconciliation marks the image as vanished.
      const end = await errorUnlessGone(image.region, image.ami_id, error);
      if (end === undefined) continue;
      const { name } = explainAwsError(end);
      logger.warn('the shares of an image could not be repaired', {
        region: image.region,
        ami_id: image.ami_id,
        error_name: name,
      });
      repairs.unknown += 1;
      repairs.lines.push(`${image.ami_id} in ${image.region} could not be repaired (${name})`);
    }
  }
  return { ...repairs, lines: truncateLines(repairs.lines) };
});
