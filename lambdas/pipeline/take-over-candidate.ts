import { updateImage } from '../../aws/catalog/images';
import { listResources, markRemoved, recordResource } from '../../aws/catalog/resources';
import { getRun, updateRun } from '../../aws/catalog/runs';
import { tagResources } from '../../aws/client/resource-tags';
import { describeImage } from '../../aws/image/describe';
import { getText, putObject } from '../../aws/storage/objects';
import { SpawnError } from '../../core/errors';
import { tagTime } from '../../core/image/tags';
import { retryDeadline } from '../../core/run/kept-candidate';
import { buildInput } from '../../core/run/step-inputs';
import { tagKeys } from '../../core/tags';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Makes the image that a failed build kept the candidate of its retry: records it, then tags image and snapshots with
 * the retry and its deadline, so that the retry removes them if it fails. Copies what the builder reported about the
 * image. Throws CandidateExpired when the image is gone.
 */
export const handler = step(buildInput, async ({ build_id }, now) => {
  const run = await openRun(build_id);
  const former = run.retry && (await getRun(run.retry.of));
  const kept = former?.kept_candidate;
  if (!former || kept?.taken?.build_id !== build_id)
    throw new SpawnError('CandidateNotKept', `${build_id} has not taken the image of a failed build: retry it again.`);
  const { ami_id, region } = kept;
  const image = await describeImage(region, ami_id);
  if (image?.state !== 'available')
    throw new SpawnError(
      'CandidateExpired',
      `the image ${ami_id} of ${former.build_id} was kept until ${kept.until} and is removed: build the recipe again.`,
    );
  const changed = {
    [tagKeys.buildId]: build_id,
    [tagKeys.ttlDeadline]: tagTime(retryDeadline(run, now)),
  };
  const made = (await listResources(former.build_id)).find(({ id }) => id === ami_id);
  const intent = { type: 'image' as const, region, intent: image.name, purpose: 'image', id: ami_id };
  const tags = { ...made?.tags, ...changed };
  await recordResource({ ...intent, build_id, created_at: now.toISOString(), tags });
  await updateRun(build_id, { ami_id }, now);
  const snapshots = image.block_devices.flatMap(({ snapshot_id }) => snapshot_id ?? []);
  await tagResources(region, [ami_id, ...snapshots], changed);
  await updateImage(region, ami_id, (known) => ({
    build_id,
    tags: { ...known.tags, ...changed },
    recipe_digest: run.recipe_digest,
    request_digest: run.request_digest,
  }));
  for (const key of [objectKeys.packages, objectKeys.residue]) {
    const text = await getText(key(former.build_id));
    if (text !== undefined) await putObject(key(build_id), text);
  }
  if (made) await markRemoved(made, now);
  return { ami_id, region };
});
