import { claimDigest, readDigest, releaseDigest } from '../../../aws/catalog/digests';
import { listReplicas } from '../../../aws/catalog/releases';
import { getImage } from '../../../aws/catalog/images';
import { releaseName, reserveName } from '../../../aws/catalog/reservations';
import { getRun, listRuns } from '../../../aws/catalog/runs';
import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { environment } from '../../../aws/environment';
import { answerOfRun } from '../../../core/api-answers';
import { startBuildRequest } from '../../../core/api-requests';
import { sha256 } from '../../../core/digest';
import { SpawnError } from '../../../core/errors';
import { newBuildId } from '../../../core/identifier';
import { checkImageName } from '../../../core/naming';
import type { Image } from '../../../core/image';
import { readRecipe } from '../../../core/recipe';
import type { Recipe } from '../../../core/recipe-schema';
import { checkFiles, recipeDigest } from '../../../core/recipe-files';
import { judgeRepeat, requestDigest } from '../../../core/request-digest';
import type { Run } from '../../../core/run';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { checkGivenName, freeName } from '../plan/choose-name';
import { completePlan, draftPlan, type PlanRequest } from '../plan/plan-build';
import { startReplication } from '../../start-replication';
import { newRun, startRun } from '../../start-run';

/** Starts a build, or answers with the one that does or has done the same. All that can be refused is refused before anything is made. */
export async function startBuild(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(startBuildRequest, request.body);
  if (body.image_name !== undefined) checkImageName(body.image_name);
  const recipe = readRecipe(body.recipe);
  const files = new Map(Object.entries(body.files ?? {}).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
  checkFiles(recipe, Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length])), Buffer.byteLength(body.recipe));
  const plan: PlanRequest = { recipe, files, regions: body.regions ?? (await wantedRegions(recipe)), account: request.account, now: request.now };
  const draft = await draftPlan(plan);

  const { homeRegion } = environment();
  const recipe_digest = recipeDigest(recipe, Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)])));
  const request_digest = requestDigest({ recipe_digest, base_ami: draft.base.ami_id, account: request.account, region: homeRegion });
  const former = await readDigest(request_digest);
  const last = former === undefined ? undefined : await getRun(former);
  const repeat = judgeRepeat({ force: body.force === true, region: homeRegion, regions: draft.regions }, last, await imagesOf(last));
  if (repeat.answer === 'running' && last) return { status: 202, body: answerOfRun(last, { reused: 'running' }) };
  if (repeat.answer === 'published' && last) return { status: 200, body: answerOfRun(last, { reused: 'published' }) };
  if (repeat.answer === 'replicate') return { status: 202, body: await startReplication(repeat.image, repeat.regions, request) };

  await checkBuildCap();
  const buildId = newBuildId(request.now, Math.random);
  const name = await reservedName(body.image_name, draft.image_name, [homeRegion, ...draft.regions], buildId);
  if (!(await claimDigest(request_digest, buildId, former))) {
    await releaseName(homeRegion, name, buildId);
    return answerOfOther(request_digest);
  }
  const run = newRun(request, {
    build_id: buildId,
    kind: 'build',
    region: homeRegion,
    stack: draft.stack,
    version: draft.version,
    variant: draft.variant,
    image_name: name,
    recipe_digest,
    request_digest,
    plan: await completePlan(draft, plan, name),
  });
  const started = await startRun(run, 'pipeline', { build_id: buildId }, async () => {
    await releaseDigest(request_digest, buildId);
    await releaseName(homeRegion, name, buildId);
  });
  return { status: 202, body: answerOfRun(started) };
}

/** The regions that a recipe names; when it names none, those where the policy of its stack wants it. */
async function wantedRegions({ stack, regions }: Recipe): Promise<string[]> {
  if (regions.length > 0) return regions;
  return (await getStackPolicy(stack)).regions ?? [];
}

async function imagesOf(run: Run | undefined): Promise<Image[]> {
  const image = run?.ami_id && (await getImage(run.region, run.ami_id));
  return image ? [image, ...(await listReplicas(image))] : [];
}

/** Somebody sent the same request a moment earlier. */
async function answerOfOther(digest: string): Promise<HttpAnswer> {
  const other = await readDigest(digest);
  const run = other === undefined ? undefined : await getRun(other);
  if (run) return { status: 202, body: answerOfRun(run, { reused: 'running' }) };
  throw new SpawnError('CatalogConflict', 'the same build is being started by somebody else at this moment; send the request again');
}

async function checkBuildCap(): Promise<void> {
  const { build_cap } = environment().settings;
  const { runs } = await listRuns({ kind: 'build', status: 'running', limit: build_cap });
  if (runs.length < build_cap) return;
  throw new SpawnError('LimitExceeded', `${build_cap} builds run, which is the cap of this deployment (setting build_cap); wait for one to end`, { build_cap });
}

async function reservedName(given: string | undefined, derived: string, regions: string[], buildId: string): Promise<string> {
  const home = environment().homeRegion;
  if (given !== undefined) {
    await checkGivenName(given, regions);
    if (await reserveName(home, given, buildId)) return given;
    throw new SpawnError('NameTaken', `the image name '${given}' has just been taken by another build; choose another`, { name: given });
  }
  for (let tries = 0; tries < 5; tries += 1) {
    const name = await freeName(derived, regions);
    if (await reserveName(home, name, buildId)) return name;
  }
  throw new SpawnError('CatalogConflict', `the image name '${derived}' is fought over by other builds; send the request again`, { name: derived });
}
