import { listResources, markRemoved } from '../../aws/catalog/resources';
import { terminateInstances } from '../../aws/instance/end';
import { builderInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';

/** Terminates the builder of a published image. */
export const handler = step(builderInput, async ({ build_id, builder }, now) => {
  await terminateInstances(builder.region, [builder.instance_id]);
  const made = (await listResources(build_id)).find((resource) => resource.id === builder.instance_id);
  if (made) await markRemoved(made, now);
});
