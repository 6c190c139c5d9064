import { getImage } from '../../aws/catalog/images';
import { SpawnError } from '../../core/errors';
import { imageStepInput } from '../../core/steps';
import { judgeTests } from '../../core/test-result';
import { step } from '../step';

/** Fails with TestFailed unless every instance type of this run passed. */
export const handler = step(imageStepInput, async ({ build_id, image }) => {
  const record = await getImage(image.region, image.ami_id);
  if (!record) throw new SpawnError('ImageNotFound', `${image.ami_id} is not in the catalog of ${image.region}; its tests are unknown`);
  judgeTests(record, build_id);
});
