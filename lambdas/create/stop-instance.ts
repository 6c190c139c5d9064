import { enterStage, updateRun } from '../../aws/catalog/runs';
import { stopInstance } from '../../aws/instance/end';
import { stopInstanceInput } from '../../core/run/step-inputs';
import { reserveForImage } from '../../usecases/instance/reserve';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Stops the instance that an image is created from and waits until it is stopped. First records that it has to be
 * started again, whatever happens to the run.
 */
export const handler = step(stopInstanceInput, async (event, now) => {
  const { build_id, builder, timeout_seconds } = event.input;
  const { instance_id, region } = builder;
  const run = await openRun(build_id);
  await reserveForImage(run, builder, now);
  await enterStage(build_id, 'stop', now);
  await updateRun(build_id, { to_start: { instance_id, region } });
  const state = await stopInstance(region, instance_id);
  await waitFor(
    event,
    { condition: 'instance-stopped', resource: `instance:${region}:${instance_id}`, build_id, region, instance_id },
    { now, timeoutSeconds: timeout_seconds, look: state !== 'stopping' },
  );
});
