import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { enableDeregistrationProtection } from '../../aws/image/deregistration-protection';
import { leaveStage } from '../../aws/catalog/runs';
import type { Image } from '../../core/model/image';
import { eventOfRun } from '../../core/image/event';
import type { Location } from '../../core/model/location';
import { protectionOf } from '../../core/image/protection';
import { published } from '../../core/image/publication';
import type { Run } from '../../core/model/run';

/**
 * Records that an image is published, with the facts that its record was to get, if EC2's tags say so. Does nothing if
 * the record says so already. Throws ImageNotFound without a record.
 */
export async function completePublication(location: Location, amiId: string, run: Run, now: Date): Promise<Image> {
  const image = await updateImage(location, amiId, (known) => published(known, now));
  const protection = protectionOf(image.tags);
  if (protection) await enableDeregistrationProtection(location, amiId, protection);
  await recordImageEvent(eventOfRun(run, image, 'published', now));
  // The stage ends here: a next stage may not exist, and the image stays from now on.
  if (run.ami_id === amiId) await leaveStage(run.build_id, 'publish', 'succeeded', now);
  return image;
}
