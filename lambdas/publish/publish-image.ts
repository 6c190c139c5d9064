import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, putImage } from '../../aws/catalog/images';
import { enterStage, leaveStage } from '../../aws/catalog/runs';
import { tagResources } from '../../aws/resource-tags';
import { SpawnError } from '../../core/errors';
import { eventOfRun } from '../../core/image-event';
import { published } from '../../core/publishing';
import { publishImageInput } from '../../core/steps';
import { openRun } from '../open-run';
import { step } from '../step';

/** Publishes a candidate: one call sets the state on image and snapshots, then the catalog follows. */
export const handler = step(publishImageInput, async ({ build_id, image, provenance }, now) => {
  const run = await openRun(build_id);
  await enterStage(build_id, 'publish', now);
  const record = await getImage(image.region, image.ami_id);
  if (!record) throw new SpawnError('ImageNotFound', `${image.ami_id} is not in the catalog; nothing is published that is not recorded`);
  const { tags, image: after } = published(record, now);
  await tagResources(image.region, [record.ami_id, ...record.snapshots.map(({ snapshot_id }) => snapshot_id)], tags);
  await putImage({ ...after, provenance });
  await recordImageEvent(eventOfRun(run, image, 'published', now));
  // The stage ends here and not with the next one: there may be none, and from now on the image stays.
  await leaveStage(build_id, 'publish', 'succeeded', now);
  return image;
});
