import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import { getText } from '../../aws/objects';
import { eventOfRun } from '../../core/image-event';
import { recordTestInput } from '../../core/steps';
import { testResult, withTest } from '../../core/test-result';
import { objectKeys } from '../object-keys';
import { step } from '../step';

/** Stores what one instance type's test came to with the image: verdict, first part of the output, seconds until it was ready. */
export const handler = step(recordTestInput, async (input, now) => {
  const outputKey = objectKeys.output(input.build_id, input.test.name);
  const output = input.instance && (await getText(outputKey));
  const result = testResult({ ...input, output, output_key: output === undefined ? undefined : outputKey, now });
  await updateImage(input.image.region, input.image.ami_id, (image) => withTest(image, result, now));
  const run = await getRun(input.build_id);
  if (run) await recordImageEvent(eventOfRun(run, input.image, 'tested', now, `${result.instance_type}: ${result.verdict}`));
  return { passed: result.verdict === 'passed' };
});
