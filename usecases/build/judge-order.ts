import { getImage } from '../../aws/catalog/images';
import { readDigest } from '../../aws/catalog/digests';
import { listReplicas } from '../../aws/catalog/releases';
import { getRun, listRunningRuns } from '../../aws/catalog/runs';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { checkImageName } from '../../core/build/image-name';
import { longestQueue, placesInQueue, type Queued } from '../../core/run/queue';
import { judgeRepeat, requestDigest, type RepeatVerdict } from '../../core/build/request-digest';
import { SpawnError } from '../../core/errors';
import { sha256 } from '../../core/lib/digest';
import type { Image } from '../../core/model/image';
import type { Run } from '../../core/model/run';
import { checkFiles, checkScripts, contentDigest, recipeDigest } from '../../core/recipe/files';
import { endOfRun, reallyRunning, tellEnd } from '../run/end';
import type { Asking } from '../run/start';
import { checkTested } from './check-plan';
import { draftPlan, type Draft, type PlanRequest } from './plan';

/** A build requested by a person or by the nightly run. */
export interface BuildOrder extends PlanRequest, Asking {
  image_name?: string;
  /** Length of the recipe text in bytes. */
  recipe_size: number;
  /** Builds even if the same build exists. */
  force: boolean;
  /** Publishes nothing and removes everything once the tests have passed. */
  discard?: true;
  /** Seconds that the builder is kept if the build fails before its image is created. */
  keep_failed_seconds?: number;
  /** Seconds that the image is kept for a retry if its test or scan fails. */
  keep_candidate_seconds?: number;
  /** Where the recipe comes from, as stated by the caller. */
  source?: Run['source'];
}

/** What is known about an order before anything is claimed: its plan, its digests, and earlier builds of it. */
export interface JudgedOrder {
  planned: Draft;
  recipe_digest: string;
  content_digest: string;
  request_digest: string;
  /** The build that holds the digest of the request, and its record and images. */
  former?: string;
  last?: Run;
  images: Image[];
  repeat: RepeatVerdict;
}

/** Checks an order against policies, AWS and earlier builds. Creates and claims nothing. Throws every refusal. */
export async function judgeOrder(order: BuildOrder): Promise<JudgedOrder> {
  const { recipe, files } = order;
  if (order.image_name !== undefined) checkImageName(order.image_name);
  checkFiles(recipe, Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length])), order.recipe_size);
  checkScripts(recipe, Object.fromEntries(files));
  checkTested(recipe, (await getStackPolicy(recipe.stack)).require_tests);
  const planned = await draftPlan(order);

  const { homeRegion } = environment();
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  const [recipe_digest, content_digest] = [recipeDigest(recipe, digests), contentDigest(recipe, digests)];
  const request_digest = requestDigest({
    recipe_digest,
    base_ami: planned.base.ami_id,
    account: order.account,
    region: homeRegion,
    discard: order.discard,
    encryption_key: planned.encryption_key,
  });
  const former = await readDigest(request_digest);
  const last = former === undefined ? undefined : await asItIs(await getRun(former), order.now);
  const images = await imagesOf(last);
  const repeat = judgeRepeat({ force: order.force, region: homeRegion, regions: planned.regions }, last, images);
  return { planned, recipe_digest, content_digest, request_digest, former, last, images, repeat };
}

/**
 * Returns a run with the status of its execution: a run whose execution has ended is not running, even if its record
 * says so. A run that was never started can still start.
 */
async function asItIs(run: Run | undefined, now: Date): Promise<Run | undefined> {
  if (run?.status !== 'running') return run;
  const end = await endOfRun(run, now);
  if (!end || end.status === 'NEVER_STARTED') return run;
  await tellEnd(run, end);
  return { ...run, status: end.status === 'SUCCEEDED' ? 'succeeded' : 'failed' };
}

async function imagesOf(run: Run | undefined): Promise<Image[]> {
  const image = run?.ami_id && (await getImage(run.region, run.ami_id));
  return image ? [image, ...(await listReplicas(image))] : [];
}

/**
 * Returns the place that a build would have in the queue; undefined when it can start at once. Builds whose executions
 * have ended do not count. Throws LimitExceeded when the queue is full.
 */
export async function placeOfNew(build: Queued & { created_at: string }, now: Date): Promise<number | undefined> {
  const { build_cap } = environment().settings;
  const asQueued = { ...build, status: 'running', queue: { since: build.created_at, until: build.created_at } } as Run;
  const placeAmong = (runs: readonly Run[]) => placesInQueue([...runs, asQueued], build_cap).get(build.build_id);
  const runs = await listRunningRuns(['build']);
  if (placeAmong(runs) === undefined) return undefined;
  const place = placeAmong(await reallyRunning(runs, now));
  if (place === undefined || place <= longestQueue) return place;
  throw new SpawnError(
    'LimitExceeded',
    `${longestQueue} builds wait for their turn, which is the most: wait for some to end, or raise the setting build_cap.`,
    { build_cap },
  );
}
