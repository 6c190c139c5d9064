import { awaitInstanceInput } from '../../core/steps';
import { step } from '../step';
import { waitFor } from '../wait-for';

/** Waits until an instance has written its ready object: its SSM agent is up. */
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
