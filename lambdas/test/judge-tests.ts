import { getImage } from '../../aws/catalog/images';
import { recordMeasurement } from '../../aws/catalog/stack-policies';
import { SpawnError } from '../../core/errors';
import { imageStepInput } from '../../core/run/step-inputs';
import { judgeTests } from '../../core/run/test-result';
import { measuredInitialization } from '../../core/stack/volume-initialization';
import { step } from '../../usecases/runtime/step';

/**
 * Stores the initialization rate that a comparison found for the stack. Then fails with TestFailed unless every test
 * passed.
 */
export const handler = step(imageStepInput, async ({ build_id, image }) => {
  const record = await getImage(image.region, image.ami_id);
  if (!record)
    throw new SpawnError(
      'ImageNotFound',
      `${image.ami_id} is not in the catalog of ${image.region}, so its tests are unknown: start the build again.`,
    );
  const measured = measuredInitialization(record.tests ?? [], build_id);
  if (measured && record.stack !== undefined) await recordMeasurement(record.stack, measured);
  judgeTests(record, build_id);
});
