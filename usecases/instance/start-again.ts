import { explainAwsError } from '../../aws/client/errors';
import { updateRun } from '../../aws/catalog/runs';
import { startInstance } from '../../aws/instance/end';
import { describeInstance } from '../../aws/instance/describe';
import { SpawnError } from '../../core/errors';
import type { Run } from '../../core/model/run';

/**
 * Starts the instance that a run stopped for its image; does nothing if it stopped none, or if the instance runs or is
 * gone. What cannot be started is a warning of the run as well. Throws AwsUnavailable while the instance is stopping,
 * and the errors of the start.
 */
export async function startAgain({ build_id, to_start }: Run): Promise<void> {
  if (!to_start) return;
  const { instance_id: id, region } = to_start;
  const warning = `${id} was stopped for its image and could not be started again: start it`;
  try {
    const instance = await describeInstance(region, id);
    if (instance?.state === 'stopping')
      throw new SpawnError('AwsUnavailable', `${id} in ${region} is still stopping. It is retried.`);
    if (instance?.state === 'stopped') await startInstance(region, id);
  } catch (error) {
    await updateRun(build_id, ({ warnings = [] }) => ({ warnings: [...new Set([...warnings, warning])] }));
    throw explainAwsError(error);
  }
  await updateRun(build_id, ({ warnings }) => ({
    to_start: undefined,
    warnings: warnings?.filter((each) => each !== warning),
  }));
}
