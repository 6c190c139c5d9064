import { stopInstance } from '../../aws/instance/end';
import { enterStage } from '../../aws/catalog/runs';
import { stopBuilderInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Stops the builder through the API and waits until it is stopped. A builder that stopped itself is checked at once.
 */
export const handler = step(stopBuilderInput, async (event, now) => {
  const { build_id, instance, timeout_seconds } = event.input;
  await openRun(build_id);
  await enterStage(build_id, 'stop', now);
  const state = await stopInstance(instance.region, instance.instance_id);
  await waitFor(
    event,
    {
      condition: 'instance-stopped',
      resource: `instance:${instance.region}:${instance.instance_id}`,
      build_id,
      region: instance.region,
      instance_id: instance.instance_id,
    },
    { now, timeoutSeconds: timeout_seconds, look: state !== 'stopping' },
  );
});
