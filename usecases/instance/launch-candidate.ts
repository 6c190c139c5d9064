import { describeInstances } from '../../aws/instance/describe';
import { runInstance, type RunInstanceRequest } from '../../aws/instance/run';
import { isAwsError } from '../../aws/client/errors';
import { intendResource, recordResource } from '../../aws/catalog/resources';
import { launchCandidates, type LaunchCandidate } from '../../core/instance/launch-candidates';
import { refusedLaunch, triesOf, type RefusedTry } from '../../core/instance/launch-refusal';

type Launch = Omit<RunInstanceRequest, 'clientToken' | 'instanceType' | 'subnetId'>;

/** Returns the instance that an earlier try of the same attempt launched, if its answer was lost. */
async function madeEarlier(region: string, token: string): Promise<string | undefined> {
  const found = await describeInstances(region, { clientToken: token });
  return found.find((instance) => !['terminated', 'shutting-down'].includes(instance.state))?.instance_id;
}

async function attempt(
  launch: Launch,
  step: LaunchCandidate,
  buildId: string,
  purpose: string,
  now: Date,
): Promise<string> {
  const intent = {
    build_id: buildId,
    type: 'instance' as const,
    region: launch.region,
    intent: step.token,
    purpose,
    created_at: now.toISOString(),
  };
  const first = await intendResource(intent);
  const earlier = first ? undefined : await madeEarlier(launch.region, step.token);
  const instanceId = earlier ?? (await start(launch, step));
  await recordResource({ ...intent, id: instanceId });
  return instanceId;
}

async function start(launch: Launch, step: LaunchCandidate): Promise<string> {
  try {
    const { instance_id } = await runInstance({
      ...launch,
      clientToken: step.token,
      instanceType: step.instance_type,
      subnetId: step.subnet_id,
    });
    return instance_id;
  } catch (error) {
    if (!isAwsError(error, 'IdempotentParameterMismatch')) throw error;
    const earlier = await madeEarlier(launch.region, step.token);
    if (!earlier) throw error;
    return earlier;
  }
}

/**
 * Launches one instance on the first type and subnet with capacity. Each attempt has its own client token and is
 * recorded before the call. After the last attempt, throws InsufficientCapacity or QuotaExceeded with EC2's answer to
 * each.
 */
export async function launchFirstCandidate(
  launch: Launch,
  options: { buildId: string; purpose: string; instanceTypes: string[]; subnets: string[]; now: Date },
): Promise<{ instance_id: string; instance_type: string }> {
  const tries: RefusedTry[] = [];
  for (const step of launchCandidates(options)) {
    try {
      return {
        instance_id: await attempt(launch, step, options.buildId, options.purpose, options.now),
        instance_type: step.instance_type,
      };
    } catch (error) {
      const refused = triesOf(error);
      if (!refused) throw error;
      tries.push(...refused);
    }
  }
  throw refusedLaunch(tries, launch.region, launch.spot);
}
