import { getImage, updateImage } from '../../aws/catalog/images';
import { enterStage } from '../../aws/catalog/runs';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { allowLaunchTypes } from '../../aws/image/metadata';
import { tagResources } from '../../aws/client/resource-tags';
import { SpawnError } from '../../core/errors';
import { dateAtPublication } from '../../core/image/deprecation';
import { lateTags, publicationOf, publishedTags } from '../../core/image/publication';
import { protectionTags } from '../../core/image/protection';
import { launchTypesOf, type LaunchTypeRule } from '../../core/image/launch-types';
import { publishImageInput } from '../../core/run/step-inputs';
import { setDeprecation } from '../../usecases/image/set-deprecation';
import { completePublication } from '../../usecases/image/complete-publication';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Publishes a candidate: records the intent, sets the state tag on image and snapshots in one call, then updates the
 * record. The deprecation date of the recipe, or of the policy, is set last. A retry continues where the last try
 * ended.
 */
export const handler = step(publishImageInput, async ({ build_id, image, provenance }, now) => {
  const run = await openRun(build_id);
  await enterStage(build_id, 'publish', now);
  const candidate = await getImage(image.region, image.ami_id);
  if (!candidate)
    throw new SpawnError(
      'ImageNotFound',
      `${image.ami_id} is not in the catalog, and only recorded images are published: start the build again.`,
    );
  const rule = run.plan?.launch_types as LaunchTypeRule | undefined;
  const launch_types = launchTypesOf(rule, candidate.tests ?? [], run.plan?.instance_types ?? []);
  if (launch_types) await allowLaunchTypes(image.region, image.ami_id, launch_types);
  const policy = run.stack === undefined ? undefined : await getStackPolicy(run.stack);
  const { snapshots, tags } = await updateImage(image.region, image.ami_id, (known) => {
    const publication = publicationOf(known, build_id, { provenance, launch_types });
    return (
      publication && { ...publication, tags: { ...known.tags, ...protectionTags(policy?.deregistration_protection) } }
    );
  });
  const resources = [image.ami_id, ...snapshots.map(({ snapshot_id }) => snapshot_id)];
  await tagResources(image.region, resources, { ...publishedTags, ...lateTags(tags) });
  const published = await completePublication(image.region, image.ami_id, { ...run, ami_id: image.ami_id }, now);
  const date = dateAtPublication(published, run.plan?.deprecate_after_seconds, policy?.deprecation_date_days);
  if (date) await setDeprecation(published, date, now);
  return image;
});
