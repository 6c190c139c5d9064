import { updateImage } from '../../aws/catalog/images';
import { getText } from '../../aws/objects';
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
  return { passed: result.verdict === 'passed' };
});
