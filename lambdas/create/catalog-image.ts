import { saveImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { addWarnings } from '../../aws/catalog/runs';
import { specifyImdsV2 } from '../../aws/image/metadata';
import { getText } from '../../aws/storage/objects';
import { catalogRecord } from '../../core/catalog/record';
import { consistencyTags, crashWarning, isProvenFrozen } from '../../core/image/consistency';
import { imageRequestOf, specifiesImdsV2 } from '../../core/image/creation';
import { locationOf } from '../../core/model/location';
import type { Run } from '../../core/model/run';
import { catalogImageInput } from '../../core/run/step-inputs';
import { tagKeys, type Tags } from '../../core/tags';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Returns the tag for the consistency that a freeze has proven, nothing otherwise, and records a warning about an image
 * that is crash-consistent.
 */
async function provenConsistency(run: Run, born: Tags): Promise<Tags> {
  if (born[tagKeys.consistency] !== 'crash') return {};
  const { rest } = imageRequestOf(run);
  const [freezeReport, thawReport] =
    rest === 'freeze'
      ? await Promise.all([getText(objectKeys.frozen(run.build_id)), getText(objectKeys.thawed(run.build_id))])
      : [];
  if (isProvenFrozen(thawReport)) return consistencyTags('file-system');
  const warning = crashWarning(run.instance_id ?? 'the instance', rest, { freezeReport, thawReport });
  await addWarnings(run.build_id, [warning]);
  return {};
}

/** Specifies IMDSv2 in an available image, if requested, and adds it to the catalog as a candidate. */
export const handler = step(catalogImageInput, async ({ build_id, image, available }, now) => {
  const run = await openRun(build_id);
  const isImdsV2 = specifiesImdsV2(run);
  if (isImdsV2 && available.imds_support !== 'v2.0') await specifyImdsV2(locationOf(image), image.ami_id);
  const made = (await listResources(build_id)).find((resource) => resource.id === image.ami_id);
  const consistency = await provenConsistency(run, made?.tags ?? {});
  await saveImage(
    catalogRecord({
      ...image,
      ...available,
      imds_support: isImdsV2 ? 'v2.0' : available.imds_support,
      state: 'available',
      tags: { ...made?.tags, ...consistency },
      now,
      base_source: run.plan?.base.source,
      encryption_key: run.plan?.encryption_key,
      recipe_digest: run.recipe_digest,
      request_digest: run.request_digest,
    }),
  );
  return image;
});
