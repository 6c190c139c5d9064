import { describeInstances } from '../../aws/instance/describe';
import { runInstance, type RunInstanceRequest } from '../../aws/instance/run';
import { isAwsError } from '../../aws/client/errors';
import { intendResource, listResources, recordResource } from '../../aws/catalog/resources';
import { launchCandidates, resumedCandidates, type LaunchCandidate } from '../../core/instance/launch-candidates';
import { refusedLaunch, triesOf, type RefusedTry } from '../../core/instance/launch-refusal';

type Launch = Omit<RunInstanceRequest, 'clientToken' | 'instanceType' | 'subnetId' | 'spot'>;

/** Returns the instance that an earlier try of the same attempt launched, if its answer was lost. */
async function madeEarlier(region: string, token: string): Promise<string | undefined> {
  const found = await describeInstances(region, { clientToken: token });
  return found.find((instance) => !['terminated', 'shutting-down'].includes(instance.state))?.instance_id;
}

interface Options {
  buildId: string;
  purpose: string;
  instanceTypes: string[];
  subnets: string[];
  spot?: boolean;
  now: Date;
}

const intentOf = ({ region }: Launch, { token }: LaunchCandidate, { buildId, purpose, now }: Options) => ({
  build_id: buildId,
  type: 'instance' as const,
  region,
  intent: token,
  purpose,
  created_at: now.toISOString(),
});

/** Returns the candidates in the order in which they are to be tried, the first of them recorded. */
async function begin(
  launch: Launch,
  candidates: LaunchCandidate[],
  options: Options,
): Promise<{ steps: LaunchCandidate[]; first: boolean }> {
  const first = await intendResource(intentOf(launch, candidates[0]!, options));
  if (first) return { steps: candidates, first };
  const begun = new Set((await listResources(options.buildId)).map(({ intent }) => intent));
  return { steps: resumedCandidates(candidates, begun), first };
}

async function attempt(launch: Launch, step: LaunchCandidate, options: Options, isNew: boolean): Promise<string> {
  const intent = intentOf(launch, step, options);
  const first = isNew || (await intendResource(intent));
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
      spot: step.spot,
      // A spot instance of one-time use cannot be stopped, from inside either.
      shutdownBehavior: step.spot ? 'terminate' : launch.shutdownBehavior,
    });
    return instance_id;
  } catch (error) {
    if (!isAwsError(error, 'IdempotentParameterMismatch')) throw error;
    const earlier = await madeEarlier(launch.region, step.token);
    if (!earlier) throw error;
    return earlier;
  }
}

/** The instance that was launched, and the tries that EC2 refused before. */
export interface LaunchedCandidate {
  instance_id: string;
  instance_type: string;
  spot: boolean;
  refused: RefusedTry[];
}

/**
 * Launches one instance on the first type and subnet with capacity; with `spot`, on demand where no spot instance is to
 * be had. Each attempt has its own client token and is recorded before the call. After the last attempt, throws
 * InsufficientCapacity or QuotaExceeded with EC2's answer to each.
 */
export async function launchFirstCandidate(launch: Launch, options: Options): Promise<LaunchedCandidate> {
  const candidates = launchCandidates(options);
  // In the order of preference, whatever was tried first.
  const refused: RefusedTry[][] = [];
  const { steps, first } = await begin(launch, candidates, options);
  for (const [index, step] of steps.entries()) {
    try {
      return {
        instance_id: await attempt(launch, step, options, first && index === 0),
        instance_type: step.instance_type,
        spot: step.spot,
        refused: refused.flat(),
      };
    } catch (error) {
      const tries = triesOf(error);
      if (!tries) throw error;
      refused[candidates.indexOf(step)] = tries;
    }
  }
  throw refusedLaunch(refused.flat(), launch.region);
}
