import { getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import { templateOfRollout } from '../../core/rollout/request';
import { rolloutGroupInput } from '../../core/run/step-inputs';
import { rollBackGroup } from '../../usecases/rollout/roll-back';
import { step } from '../../usecases/runtime/step';

/**
 * Replaces the instances of a group that a failed rollout has launched. The answer has no refresh when there are none.
 */
export const handler = step(rolloutGroupInput, async ({ build_id, template: which, group: { name } }, now) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}.`);
  const refresh_id = await rollBackGroup(run, templateOfRollout(run, which), name, now);
  return refresh_id === undefined ? {} : { refresh_id };
});
