import { getRun } from '../../aws/catalog/runs';
import { terminateInstances } from '../../aws/instance/end';
import { environment } from '../../aws/client/environment';
import { describeInstances } from '../../aws/instance/describe';
import { tagKeys } from '../../core/tags';

/**
 * Terminates every instance that a launch run started. Does nothing for other runs, and for a launch that succeeded.
 */
export async function takeBackLaunched(buildId: string): Promise<void> {
  const run = await getRun(buildId);
  if (run?.kind !== 'launch' || run.status === 'succeeded') return;
  const tags = {
    [tagKeys.buildId]: buildId,
    [tagKeys.deployment]: environment().deployment,
    [tagKeys.purpose]: 'launch',
  };
  const launched = await describeInstances(run.region, { tags, states: ['pending', 'running', 'stopping', 'stopped'] });
  await terminateInstances(
    run.region,
    launched.map(({ instance_id }) => instance_id),
  );
}
