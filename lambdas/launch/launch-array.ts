import { enterStage, updateRun } from '../../aws/catalog/runs';
import { describeInstances } from '../../aws/instances';
import { pause, withPatience } from '../../aws/pause';
import { SpawnError } from '../../core/errors';
import { launchPause } from '../../core/job-array';
import { largeArrayOf } from '../../core/large-array';
import { buildInput } from '../../core/steps';
import { tagKeys } from '../../core/tags';
import { launchAsked } from '../launch-asked';
import { openRun } from '../open-run';
import { step } from '../step';

// EC2 lists an instance some seconds after it was launched.
const listingDelays = [1, 2, 4, 8, 15];

/** How many of a run's instances EC2 does not list yet, after half a minute at most. */
async function unlisted(region: string, buildId: string, size: number): Promise<number> {
  const late = new Error(`EC2 does not list all instances of ${buildId} yet`);
  let missing = size;
  const look = async (): Promise<void> => {
    missing = size - (await describeInstances(region, { tags: { [tagKeys.buildId]: buildId } })).length;
    if (missing > 0) throw late;
  };
  await withPatience(listingDelays, (error) => error === late, look).catch((error: unknown) => {
    if (error !== late) throw error;
  });
  return missing;
}

/**
 * Launches all instances of a large job array or none, no faster than EC2 takes launches, and notes how far it has come.
 * A retry is given what was launched before, by the same tokens and tags.
 */
export const handler = step(buildInput, async ({ build_id }, now) => {
  const run = await openRun(build_id);
  const { body, token } = largeArrayOf(run);
  const size = body.count ?? 1;
  const tell = async (done: number): Promise<void> => {
    const { cancel_requested, status } = await enterStage(build_id, 'launch', now, `${done} of ${size} instances`);
    // An execution that was stopped does not stop its function.
    if (cancel_requested || status !== 'running') throw new SpawnError('BuildCancelled', `${build_id} was cancelled`);
  };
  await tell(0);
  const pace = { beforeEach: (index: number) => pause(launchPause(index)), tell };
  const { image } = await launchAsked({ body, token, now: new Date(run.created_at), buildId: build_id }, pace);
  const missing = await unlisted(run.region, build_id, size);
  const late =
    missing > 0 ? [`EC2 does not list ${missing} of the ${size} instances yet; look again with spawn list`] : [];
  await updateRun(build_id, { warnings: [...image.warnings, ...late] });
});
