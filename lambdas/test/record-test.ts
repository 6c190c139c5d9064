import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { getRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { readLog } from '../../aws/storage/logs';
import { getText, putObject } from '../../aws/storage/objects';
import { commandLogIn } from '../../core/instance/command-log';
import { eventOfRun } from '../../core/image/event';
import { recordTestInput } from '../../core/run/step-inputs';
import { testResult, withTest } from '../../core/run/test-result';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { logger, step } from '../../usecases/runtime/step';

// The limit of the function's memory.
const mostLines = 200_000;

/**
 * Records the test of one instance type with the image: result, first part of the output, seconds until the instance
 * was ready.
 */
export const handler = step(recordTestInput, async (input, now) => {
  const outputKey = objectKeys.output(input.build_id, input.test.name);
  const output =
    input.instance &&
    ((await getText(outputKey)) ?? (await outputOfLog(input.build_id, input.instance, input.test.name, outputKey)));
  const result = testResult({ ...input, output, output_key: output === undefined ? undefined : outputKey, now });
  await updateImage(input.image.region, input.image.ami_id, (image) => withTest(image, result, now));
  const run = await getRun(input.build_id);
  if (run)
    await recordImageEvent(eventOfRun(run, input.image, 'tested', now, `${result.instance_type}: ${result.verdict}`));
  return { passed: result.verdict === 'passed' };
});

/**
 * Stores the output of a test from the log of its command under its key. The instance's own upload address expires with
 * the session of the role that signed it, after about 12 hours, which a script may exceed.
 */
async function outputOfLog(
  buildId: string,
  instance: { instance_id: string; region: string },
  test: string,
  outputKey: string,
): Promise<string | undefined> {
  const sent = (await listResources(buildId)).find(
    ({ type, intent }) => type === 'command' && intent === `${instance.instance_id}/${test}`,
  );
  if (sent?.id === undefined) return undefined;
  const { logGroup, homeRegion } = environment();
  const source = {
    region: instance.region,
    group: commandLogIn(instance.region, logGroup, homeRegion),
    prefix: sent.id,
  };
  const { lines, unread } = await readLog({ sources: [source], limit: mostLines });
  for (const { region, reason } of unread) logger.warn('the log of a test cannot be read', { region, reason });
  if (lines.length === 0) return undefined;
  const output = `${lines.map(({ text }) => text).join('\n')}\n`;
  await putObject(outputKey, output);
  return output;
}
