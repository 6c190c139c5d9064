import { saveImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { specifyImdsV2 } from '../../aws/image/metadata';
import { catalogRecord } from '../../core/catalog/record';
import { specifiesImdsV2 } from '../../core/image/creation';
import { locationOf } from '../../core/model/location';
import { catalogImageInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Specifies IMDSv2 in an available image, if requested, and adds it to the catalog as a candidate. */
export const handler = step(catalogImageInput, async ({ build_id, image, available }, now) => {
  const run = await openRun(build_id);
  const isImdsV2 = specifiesImdsV2(run);
  if (isImdsV2 && available.imds_support !== 'v2.0') await specifyImdsV2(locationOf(image), image.ami_id);
  const made = (await listResources(build_id)).find((resource) => resource.id === image.ami_id);
  await saveImage(
    catalogRecord({
      ...image,
      ...available,
      imds_support: isImdsV2 ? 'v2.0' : available.imds_support,
      state: 'available',
      tags: made?.tags ?? {},
      now,
      base_source: run.plan?.base.source,
      recipe_digest: run.recipe_digest,
      request_digest: run.request_digest,
    }),
  );
  return image;
});
