import { getImage, updateImage } from '../../aws/catalog/images';
import { updateRun } from '../../aws/catalog/runs';
import { tagResources } from '../../aws/client/resource-tags';
import { tagTime } from '../../core/image/tags';
import type { Run } from '../../core/model/run';
import { keptCandidate } from '../../core/run/kept-candidate';
import { tagKeys } from '../../core/tags';

/**
 * Keeps the image of a build whose test or scan failed, if its request said so: records it with its deadline, then sets
 * the deadline as the tag of image and snapshots, by which the reaper removes them.
 */
export async function keepCandidate(run: Run, now: Date): Promise<void> {
  const kept = keptCandidate(run, now);
  const image = kept && (await getImage(kept.region, kept.ami_id));
  if (!kept || image?.lifecycle !== 'candidate' || image.state !== 'available') return;
  await updateRun(run.build_id, { kept_candidate: kept }, now);
  const deadline = { [tagKeys.ttlDeadline]: tagTime(new Date(kept.until)) };
  const snapshots = image.snapshots.map(({ snapshot_id }) => snapshot_id);
  await tagResources(kept.region, [kept.ami_id, ...snapshots], deadline);
  await updateImage(kept.region, kept.ami_id, ({ tags }) => ({ tags: { ...tags, ...deadline } }));
}
