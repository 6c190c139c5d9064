import { addWarnings, getRun } from '../../aws/catalog/runs';
import { failureOf } from '../../core/run/outcome';
import { rollbackFailureInput } from '../../core/run/step-inputs';
import { templateOfRollout } from '../../core/rollout/request';
import { SpawnError } from '../../core/errors';
import { step } from '../../usecases/runtime/step';

/** Adds to the warnings of a failed rollout what could not be rolled back, and why. */
export const handler = step(rollbackFailureInput, async ({ build_id, template: which, group, error }) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}.`);
  const { name, region, version } = templateOfRollout(run, which);
  const what = group
    ? `the Auto Scaling group ${group.name} of ${region} may still have instances of version ${version} of ${name}`
    : `the launch template ${name} of ${region} may still have version ${version} as its default`;
  await addWarnings(build_id, [`${what}: ${failureOf(error).message}`]);
});
