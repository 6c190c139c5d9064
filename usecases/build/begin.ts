import { claimDigest, readDigest, releaseDigest } from '../../aws/catalog/digests';
import { getImage } from '../../aws/catalog/images';
import { listReplicas } from '../../aws/catalog/releases';
import { releaseName, reserveName } from '../../aws/catalog/reservations';
import { getRun, listRuns } from '../../aws/catalog/runs';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { startExecution } from '../../aws/flow/executions';
import { sha256 } from '../../core/lib/digest';
import { SpawnError } from '../../core/errors';
import { buildIdOf } from '../../core/lib/identifier';
import type { Image } from '../../core/model/image';
import { checkImageName } from '../../core/build/image-name';
import { checkFiles, checkScripts, contentDigest, recipeDigest } from '../../core/recipe/files';
import { judgeRepeat, requestDigest } from '../../core/build/request-digest';
import type { Run } from '../../core/model/run';
import { requireRoom } from '../image/read-room';
import { endOfRun, reallyRunning, tellEnd } from '../run/end';
import { idPartOf, newRun, startRun, type Asking } from '../run/start';
import { checkTested } from './check-plan';
import { checkGivenName, freeName } from './choose-name';
import { claimContent, numberedVersion } from './claim-version';
import { completePlan, draftOfVersion, draftPlan, type PlanRequest } from './plan';

/** A build requested by a person or by the nightly run. */
export interface BuildOrder extends PlanRequest, Asking {
  image_name?: string;
  /** Length of the recipe text in bytes. */
  recipe_size: number;
  /** Builds even if the same build exists. */
  force: boolean;
  /** Publishes nothing and removes everything once the tests have passed. */
  discard?: true;
  /** Where the recipe comes from, as stated by the caller. */
  source?: Run['source'];
}

/**
 * The build that was started, an existing build of the same request, or the image to copy when only regions are
 * missing.
 */
export type BuildBegun =
  { run: Run; reused?: 'running' | 'published'; images?: Image[] } | { replicate: { image: Image; regions: string[] } };

/** Starts a build unless the same build is running or published. Every refusal happens before anything is created. */
export async function beginBuild(order: BuildOrder): Promise<BuildBegun> {
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
  });
  const former = await readDigest(request_digest);
  const last = former === undefined ? undefined : await asItIs(await getRun(former), order.now);
  const images = await imagesOf(last);
  const repeat = judgeRepeat({ force: order.force, region: homeRegion, regions: planned.regions }, last, images);
  // The request that recorded the run may have failed before it started the execution. A second start has no effect.
  if (last && repeat.answer === 'running')
    await startExecution({ machine: 'pipeline', name: last.build_id, input: { build_id: last.build_id } });
  if (last && (repeat.answer === 'running' || repeat.answer === 'published'))
    return { run: last, reused: repeat.answer, ...(repeat.answer === 'published' && { images }) };
  if (repeat.answer === 'replicate') return { replicate: repeat };

  await checkBuildCap(order.now);
  const warnings = await requireRoom([homeRegion, ...planned.regions]);
  // Everything that can fail comes before the first claim.
  const plan = await completePlan(planned, order);
  const buildId = buildIdOf(idPartOf(order));
  const version = recipe.build_numbers && !order.discard ? await numberedVersion(planned) : planned.version;
  const draft = draftOfVersion(planned, order, version);
  // A discarded build publishes nothing, so it claims no version.
  if (!order.discard) await claimContent(draft, { content: content_digest, recipe_digest }, buildId, order.now);
  const name = await reservedName(
    order.image_name,
    draft.image_name,
    [homeRegion, ...draft.regions],
    buildId,
    order.now,
  );
  const undo = async (): Promise<void> => {
    await releaseDigest(request_digest, buildId);
    await releaseName(homeRegion, name, buildId);
  };
  if (!(await claimed(request_digest, buildId, former, undo))) {
    await undo();
    return { run: await otherOf(request_digest), reused: 'running' };
  }
  const run = newRun(order, {
    build_id: buildId,
    kind: 'build',
    region: homeRegion,
    stack: draft.stack,
    version: draft.version,
    variant: draft.variant,
    image_name: name,
    recipe_digest,
    content_digest,
    request_digest,
    source: order.source,
    ...(order.discard && { discard: true }),
    ...(warnings.length > 0 && { warnings }),
    plan: { ...plan, ...draft, image_name: name },
  });
  const started = await startRun(run, { input: { build_id: buildId }, undo });
  return { run: started };
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

/**
 * Claims the digest of a request. Returns whether no other request holds it. Runs `undo`, which releases the earlier
 * claims, when the claim throws.
 */
async function claimed(
  digest: string,
  buildId: string,
  former: string | undefined,
  undo: () => Promise<void>,
): Promise<boolean> {
  try {
    return await claimDigest(digest, buildId, former);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function imagesOf(run: Run | undefined): Promise<Image[]> {
  const image = run?.ami_id && (await getImage(run.region, run.ami_id));
  return image ? [image, ...(await listReplicas(image))] : [];
}

/** Returns the run of the same request that was sent a moment earlier. */
async function otherOf(digest: string): Promise<Run> {
  const other = await readDigest(digest);
  const run = other === undefined ? undefined : await getRun(other);
  if (run) return run;
  throw new SpawnError('CatalogConflict', 'the same build is being started by a concurrent request: retry.');
}

async function checkBuildCap(now: Date): Promise<void> {
  const { build_cap } = environment().settings;
  const { runs } = await listRuns({ kind: 'build', status: 'running', limit: build_cap });
  if (runs.length < build_cap || (await reallyRunning(runs, now)).length < build_cap) return;
  throw new SpawnError(
    'LimitExceeded',
    `${build_cap} builds are running, which is the limit of this deployment (setting build_cap): wait for one to end.`,
    { build_cap },
  );
}

async function reservedName(
  given: string | undefined,
  derived: string,
  regions: string[],
  buildId: string,
  now: Date,
): Promise<string> {
  const home = environment().homeRegion;
  if (given !== undefined) {
    await checkGivenName(given, regions, now);
    if (await reserveName(home, given, buildId)) return given;
    throw new SpawnError(
      'NameTaken',
      `the image name '${given}' was just claimed by another build: choose another name.`,
      { name: given },
    );
  }
  for (let tries = 0; tries < 5; tries += 1) {
    const name = await freeName(derived, regions, now);
    if (await reserveName(home, name, buildId)) return name;
  }
  throw new SpawnError('CatalogConflict', `the image name '${derived}' was claimed by concurrent builds: retry.`, {
    name: derived,
  });
}
