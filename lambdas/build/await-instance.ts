import { awaitInstanceInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Waits until Systems Manager reports the agent of an instance online. The object that the user data writes only
 * triggers a check.
 */
export const handler = step(awaitInstanceInput, async (event, now) => {
  const { build_id, instance, timeout_seconds } = event.input;
  await waitFor(
    event,
    {
      condition: 'instance-reachable',
      resource: `object:${instance.ready_key}`,
      build_id,
      region: instance.region,
      instance_id: instance.instance_id,
      object_key: instance.ready_key,
    },
    { now, timeoutSeconds: timeout_seconds, look: false },
  );
});
