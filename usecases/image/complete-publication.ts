import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { leaveStage } from '../../aws/catalog/runs';
import type { Image } from '../../core/model/image';
import { eventOfRun } from '../../core/image/event';
import type { Location } from '../../core/model/location';
import { published } from '../../core/image/publication';
import type { Run } from '../../core/model/run';

/**
 * Writes down that an image is published which EC2's tags call so, with what its record was to get; a record that says
 * so already stays as it is. Throws ImageNotFound without a record.
 */
export async function completePublication(location: Location, amiId: string, run: Run, now: Date): Promise<Image> {
  const image = await updateImage(location, amiId, (known) => published(known, now));
  await recordImageEvent(eventOfRun(run, image, 'published', now));
  // The stage ends here and not with the next one: there may be none, and from now on the image stays.
  if (run.ami_id === amiId) await leaveStage(run.build_id, 'publish', 'succeeded', now);
  return image;
}
