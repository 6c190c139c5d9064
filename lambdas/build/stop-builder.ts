import { stopInstance } from '../../aws/instance/end';
import { enterStage } from '../../aws/catalog/runs';
import { stopBuilderInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/**
 * Stops the builder through the API and waits until it is stopped. A builder that stopped itself is checked at once,
 * and so is the report of a spot builder that it is frozen: EC2 does not stop it.
 */
export const handler = step(stopBuilderInput, async (event, now) => {
  const { build_id, instance, timeout_seconds } = event.input;
  await openRun(build_id);
  await enterStage(build_id, 'stop', now, instance.spot ? 'frozen' : undefined);
  const of = { build_id, region: instance.region, instance_id: instance.instance_id };
  const options = { now, timeoutSeconds: timeout_seconds };
  if (instance.spot) {
    const key = objectKeys.frozen(build_id);
    const report = { object_key: key, subject: 'freeze report', resource: `object:${key}` };
    await waitFor(event, { condition: 'object-written', ...report, ...of }, { ...options, look: true });
    return;
  }
  const state = await stopInstance(instance.region, instance.instance_id);
  const resource = `instance:${instance.region}:${instance.instance_id}`;
  await waitFor(event, { condition: 'instance-stopped', resource, ...of }, { ...options, look: state !== 'stopping' });
});
