import { listResources, markRemoved } from '../../aws/catalog/resources';
import { recordReplica } from '../../aws/catalog/runs';
import { deregisterImage } from '../../aws/deregister-image';
import { describeImages } from '../../aws/images';
import { failureOf } from '../../core/outcome';
import { tagKeys } from '../../core/tags';
import { replicaFailureInput } from '../../core/steps';
import { step } from '../step';

/** Records why a region failed and removes its half-made copy; the other regions go on. */
export const handler = step(replicaFailureInput, async ({ build_id, copy, error }, now) => {
  const failure = failureOf(error);
  const candidates = await describeImages(copy.region, { tags: { [tagKeys.buildId]: build_id, [tagKeys.state]: 'candidate' }, includeDisabled: true });
  for (const candidate of candidates) await deregisterImage(copy.region, candidate.image_id);
  const made = (await listResources(build_id)).filter((resource) => resource.type === 'image' && resource.region === copy.region);
  for (const resource of made) await markRemoved(resource, now);
  await recordReplica(build_id, { region: copy.region, status: 'failed', name: copy.name, error: failure.name, message: failure.message, ended_at: now.toISOString() });
});
