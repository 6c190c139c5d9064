import { enterStage } from '../../aws/catalog/runs';
import { presignGet, presignPut } from '../../aws/storage/objects';
import { freezeSeconds } from '../../core/image/consistency';
import { freezeCommand } from '../../core/instance/scripts';
import { sha256 } from '../../core/lib/digest';
import { freezeInstanceInput } from '../../core/run/step-inputs';
import { reserveForImage } from '../../usecases/instance/reserve';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { sendOnce } from '../../usecases/run/send-once';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Freezes the file systems of an instance for a limited time, and waits for the report that they are frozen. The report
 * is an object, because the agent itself may be unable to write until they are thawed.
 */
export const handler = step(freezeInstanceInput, async (event, now) => {
  const { build_id, builder, timeout_seconds } = event.input;
  const { instance_id: instanceId, region } = builder;
  const run = await openRun(build_id);
  await reserveForImage(run, builder, now);
  const frozenKey = objectKeys.frozen(build_id);
  const { first } = await sendOnce({
    run,
    region,
    instanceId,
    name: 'freeze',
    timeoutSeconds: 300,
    now,
    command: async () =>
      freezeCommand({
        lock: sha256(build_id).slice(0, 16),
        seconds: freezeSeconds,
        frozenUrl: await presignPut(frozenKey, timeout_seconds),
        releaseUrl: await presignGet(objectKeys.release(build_id), timeout_seconds),
        thawedUrl: await presignPut(objectKeys.thawed(build_id), timeout_seconds),
      }),
  });
  await waitFor(
    event,
    {
      condition: 'object-written',
      resource: `object:${frozenKey}`,
      build_id,
      region,
      instance_id: instanceId,
      object_key: frozenKey,
      subject: 'freeze report',
    },
    { now, timeoutSeconds: timeout_seconds, look: !first },
  );
  await enterStage(build_id, 'image', now, 'freeze');
});
