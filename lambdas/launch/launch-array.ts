import { recordHistory } from '../../aws/catalog/history';
import { enterStage, updateRun } from '../../aws/catalog/runs';
import { describeInstances } from '../../aws/instance/describe';
import { pause, withRetries } from '../../aws/client/pause';
import type { Ec2Instance } from '../../core/model/ec2';
import { launchEvent } from '../../core/history/launch';
import { SpawnError } from '../../core/errors';
import { launchPause } from '../../core/instance/job-array';
import { largeArrayOf } from '../../core/api/large-array';
import { buildInput } from '../../core/run/step-inputs';
import { tagKeys } from '../../core/tags';
import { launchAsked } from '../../usecases/instance/launch';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

// EC2 lists an instance some seconds after its launch.
const listingDelays = [1, 2, 4, 8, 15];

/**
 * Returns how many of a run's instances EC2 does not list yet, after half a minute at most. Throws InstanceLost when
 * one is gone, unless its own command terminated it.
 */
async function unlisted(region: string, buildId: string, size: number): Promise<number> {
  const late = new Error(`EC2 does not list all instances of ${buildId} yet`);
  let missing = size;
  let lost: Ec2Instance[] = [];
  const look = async (): Promise<void> => {
    const listed = await describeInstances(region, { tags: { [tagKeys.buildId]: buildId } });
    lost = listed.filter(isLost);
    missing = size - listed.length;
    if (missing > 0) throw late;
  };
  await withRetries(listingDelays, (error) => error === late, look).catch((error: unknown) => {
    if (error !== late) throw error;
  });
  if (lost.length > 0) throw lostOf(lost, size);
  return missing;
}

function isLost({ state, state_reason: reason = '' }: Ec2Instance): boolean {
  return ['shutting-down', 'terminated'].includes(state) && !reason.startsWith('Client.InstanceInitiatedShutdown');
}

function lostOf(lost: readonly Ec2Instance[], size: number): SpawnError {
  const ids = lost.map(({ instance_id }) => instance_id);
  const why = lost.map(({ state_reason }) => state_reason).find((reason) => reason !== undefined);
  const message = `${ids.join(', ')} of the ${size} instances ended while the others were launched (${why ?? 'no reason'})`;
  return new SpawnError('InstanceLost', `${message}: launch the job array again.`, { instance_ids: ids });
}

/**
 * Launches all instances of a large job array or none, within EC2's rate of launches, and records the progress. A retry
 * finds earlier launches by the same tokens and tags.
 */
export const handler = step(buildInput, async ({ build_id }, now) => {
  const run = await openRun(build_id);
  const { body, token } = largeArrayOf(run);
  const size = body.count ?? 1;
  const tell = async (done: number): Promise<void> => {
    const { cancel_requested, status } = await enterStage(build_id, 'launch', now, `${done} of ${size} instances`);
    // A stopped execution does not stop its running function.
    if (cancel_requested || status !== 'running') throw new SpawnError('BuildCancelled', `${build_id} was cancelled`);
  };
  await tell(0);
  const pace = { beforeEach: (index: number) => pause(launchPause(index)), tell };
  const { image, launched } = await launchAsked(
    { body, token, now: new Date(run.created_at), buildId: build_id },
    pace,
  );
  await recordHistory(`launch-${build_id}`, {
    ...launchEvent(image, launched, run.requested_by, new Date(run.created_at)),
    build_id,
  });
  const missing = await unlisted(run.region, build_id, size);
  const late =
    missing > 0 ? [`EC2 does not list ${missing} of the ${size} instances yet; list them later with spawn list`] : [];
  await updateRun(build_id, { warnings: [...image.warnings, ...late] });
});
