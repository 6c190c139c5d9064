import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, updateImage } from '../../aws/catalog/images';
import { describeImage } from '../../aws/image/describe';
import type { Ec2InstanceType } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import { eventOfNight } from '../../core/image/event';
import { isGone } from '../../core/image/usability';
import { chooseLaunchImage, type LaunchImage } from './choose-image';

// More images do not disappear at the same time.
const mostGone = 5;

type Asked = Parameters<typeof chooseLaunchImage>[0];

/**
 * Chooses the image of a launch and passes it to `launch` with the images that were tried before. Returns the result of
 * `launch`. When EC2 does not know an image that was chosen by its stack: "A launch by stack whose image is gone uses
 * the next image that fits, and says so."
 */
export async function launchFitting<Answer>(
  asked: Asked,
  region: string,
  type: Ec2InstanceType,
  now: Date,
  launch: (image: LaunchImage, gone: readonly LaunchImage[]) => Promise<Answer>,
): Promise<Answer> {
  const gone: LaunchImage[] = [];
  for (;;) {
    const image = await chooseLaunchImage(asked, region, type, now, gone);
    try {
      return await launch(image, gone);
    } catch (error) {
      if (asked.stack === undefined || gone.length >= mostGone || !isRefused(error, image)) throw error;
      await recordGone(region, image.ami_id, now);
      gone.push(image);
    }
  }
}

/** Returns whether EC2 does not know the image and the launch left no instance, which its error would have to name. */
function isRefused(error: unknown, { ami_id }: LaunchImage): boolean {
  if (!(error instanceof SpawnError) || error.name !== 'ImageNotFound') return false;
  return error.details.ami_id === ami_id && error.details.left_behind === undefined;
}

/** Records that an image is gone if EC2 does not list it either. One answer alone is not proof. */
async function recordGone(region: string, id: string, now: Date): Promise<void> {
  const seen = await describeImage(region, id);
  if ((seen && seen.state !== 'deregistered') || !(await getImage(region, id))) return;
  const after = await updateImage(region, id, (image) =>
    isGone(image) ? undefined : { state: 'vanished', updated_at: now.toISOString() },
  );
  if (after.state === 'vanished') await recordImageEvent(eventOfNight(after, 'vanished', now));
}
