import { updateImage } from '../../aws/catalog/images';
import { listResources, markRemoved } from '../../aws/catalog/resources';
import { getRun } from '../../aws/catalog/runs';
import { terminateInstances } from '../../aws/instance/end';
import { tagResources } from '../../aws/client/resource-tags';
import { tagTime } from '../../core/image/tags';
import { keptInstanceSeconds } from '../../core/run/time-limits';
import { releaseTestInput } from '../../core/run/step-inputs';
import { tagKeys } from '../../core/tags';
import { keepTestInstance } from '../../core/run/test-result';
import { step } from '../../usecases/runtime/step';

/** Terminates the test instance, or keeps it for two more hours if the user wants to keep it. */
export const handler = step(releaseTestInput, async ({ build_id, image, test, instance, error, verdict }, now) => {
  if (!instance) return;
  const run = await getRun(build_id);
  const alone = run?.kind === 'test';
  const keep = keepTestInstance({
    passed: verdict.passed,
    cancelled: error?.Error === 'BuildCancelled' || run?.cancel_requested === true,
    isReplica: test.purpose === 'replica-test',
    keepOnFailure: (alone && run.request?.keep_on_failure !== false) || run?.plan?.test?.keep_on_failure === true,
    keepAlways: alone && run.request?.auto_terminate !== true,
  });
  if (keep) {
    const until = new Date(now.getTime() + keptInstanceSeconds * 1000);
    await tagResources(instance.region, [instance.instance_id], { [tagKeys.ttlDeadline]: tagTime(until) });
    await updateImage(image.region, image.ami_id, (record) => ({
      ...record,
      tests: record.tests?.map((result) =>
        result.build_id === build_id && result.instance_id === instance.instance_id
          ? { ...result, kept_until: until.toISOString() }
          : result,
      ),
    }));
    return;
  }
  await terminateInstances(instance.region, [instance.instance_id]);
  const made = (await listResources(build_id)).find((resource) => resource.id === instance.instance_id);
  if (made) await markRemoved(made, now);
});
