import { awaitInstanceInput } from '../../core/steps';
import { step } from '../step';
import { waitFor } from '../wait-for';

/** Waits until Systems Manager has the agent of an instance online. The object that its user data writes is a hint to look. */
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
