import { SpawnError } from '../../core/errors';
import { startInstanceInput } from '../../core/run/step-inputs';
import { haveSnapshotsStarted } from '../../usecases/instance/snapshots-started';
import { startAgain } from '../../usecases/instance/start-again';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Starts the instance again that was stopped for its image, once the snapshots of the image have started. */
export const handler = step(startInstanceInput, async ({ build_id, builder, image }) => {
  const run = await openRun(build_id);
  if (!(await haveSnapshotsStarted(run, builder)))
    throw new SpawnError('AwsUnavailable', `the snapshots of ${image.ami_id} have not all started. It is retried.`);
  await startAgain(run);
});
