import { getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import { judgeReplication } from '../../core/replication/plan';
import { imageStepInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';

/**
 * Fails with ReplicationIncomplete, naming each region without a copy and the reason, or with BuildCancelled if
 * cancellation was requested.
 */
export const handler = step(imageStepInput, async ({ build_id }) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}`);
  judgeReplication(run.replicas, build_id, run.cancel_requested);
});
