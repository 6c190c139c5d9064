import { saveImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { catalogRecord } from '../../core/catalog/record';
import { catalogImageInput } from '../../core/run/steps';
import { openRun } from '../../usecases/run/open';
import { step } from '../../usecases/runtime/step';

/** Writes an image that became available into the catalog, still as a candidate. */
export const handler = step(catalogImageInput, async ({ build_id, image, available }, now) => {
  const run = await openRun(build_id);
  const made = (await listResources(build_id)).find((resource) => resource.id === image.ami_id);
  await saveImage(
    catalogRecord({
      ...image,
      ...available,
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
