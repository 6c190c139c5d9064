import { getImage } from '../../aws/catalog/images';
import { claimDigest, readDigest, releaseDigest } from '../../aws/catalog/digests';
import { releaseName, reserveName } from '../../aws/catalog/reservations';
import { getRun, updateRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { requestDigest } from '../../core/build/request-digest';
import { SpawnError } from '../../core/errors';
import { buildIdOf } from '../../core/lib/identifier';
import type { BuildPlan, RetryStage, Run } from '../../core/model/run';
import { queueSeconds } from '../../core/run/queue';
import { retryableCandidate } from '../../core/run/kept-candidate';
import { requireRoom } from '../image/read-room';
import { requireRun } from '../run/find';
import { planOf } from '../run/require-open';
import { idPartOf, newRun, startRun, type Asking } from '../run/start';
import { claimContent } from './claim-version';
import { placeOfNew } from './judge-order';
import { revisedPlan, type RevisedRecipe } from './revise-plan';

/** A retry of a failed build, requested by a person. */
export interface RetryOrder extends Asking {
  of: string;
  account: string;
  from?: RetryStage;
  /** The recipe with another test. */
  revised?: RevisedRecipe;
  keep_candidate_seconds?: number;
}

/**
 * Starts a build that tests and publishes the image that a failed build kept. Of several requests exactly one takes the
 * image. Every refusal happens before anything is created.
 */
export async function retryBuild(order: RetryOrder): Promise<{ run: Run; place?: number }> {
  const { now } = order;
  const buildId = buildIdOf(idPartOf(order));
  const former = await requireRun(order.of, now);
  const { from } = await judged(former, buildId, order);
  const { plan, recipe_digest } = await planned(former, from, order);
  const { homeRegion } = environment();
  const { stack, version, variant, image_name: name, regions } = plan;
  const warnings = regions.length > 0 ? await requireRoom(regions) : [];
  const place = await placeOfNew({ build_id: buildId, created_at: now.toISOString(), stack, variant }, now);
  const request_digest = requestDigest({
    recipe_digest,
    base_ami: plan.base.ami_id,
    account: order.account,
    region: homeRegion,
    encryption_key: plan.encryption_key,
  });
  const undo = async (): Promise<void> => {
    await releaseName(homeRegion, name, buildId);
    await releaseDigest(request_digest, buildId);
    await giveBack(former.build_id, buildId, now);
  };
  await take(former, buildId, order);
  try {
    await claim(
      { ...plan, content: former.content_digest ?? recipe_digest, recipe_digest, request_digest },
      buildId,
      now,
    );
  } catch (error) {
    await undo();
    throw error;
  }
  const keep = order.keep_candidate_seconds ?? former.keep_candidate_seconds;
  const run = newRun(order, {
    build_id: buildId,
    kind: 'build',
    region: former.region,
    stack,
    version,
    variant,
    image_name: name,
    recipe_digest,
    content_digest: former.content_digest,
    request_digest,
    source: order.revised ? order.revised.source : former.source,
    retry: { of: former.build_id, from },
    ...(keep !== undefined && { keep_candidate_seconds: keep }),
    ...(warnings.length > 0 && { warnings }),
    ...(place !== undefined && {
      queue: { since: now.toISOString(), until: new Date(now.getTime() + queueSeconds * 1000).toISOString() },
    }),
    plan,
  });
  const input = { build_id: buildId, retry: true, ...(place !== undefined && { queued: true }) };
  return { run: await startRun(run, { input, undo }), ...(place !== undefined && { place }) };
}

/** Returns the plan of a retry: that of the failed build, with what a revised recipe decides about its image. */
async function planned(
  former: Run,
  from: RetryStage,
  { revised }: RetryOrder,
): Promise<{ plan: BuildPlan; recipe_digest: string }> {
  const known = planOf(former);
  const { plan, recipe_digest } = revised
    ? await revisedPlan(former, revised)
    : { plan: known, recipe_digest: former.recipe_digest ?? '' };
  if (from === 'test' && !plan.test)
    throw new SpawnError('InvalidRequest', `the recipe has no test, so ${former.build_id} cannot be retried from it.`, {
      from,
    });
  return { plan, recipe_digest };
}

/** Returns the stage that a retry begins with. Throws when the image of the failed build cannot be retried. */
async function judged(former: Run, buildId: string, { from, now }: RetryOrder) {
  const { kept_candidate: kept } = former;
  const facts = {
    image: kept && (await getImage(kept.region, kept.ami_id)),
    taker: kept?.taken && (await getRun(kept.taken.build_id)),
  };
  return retryableCandidate(former, { build_id: buildId, from }, facts, now);
}

/** Takes the image of a failed build for a retry, unless another one does so at the same time. */
async function take(former: Run, buildId: string, order: RetryOrder): Promise<void> {
  const seen = former.kept_candidate?.taken?.build_id;
  const taken = await updateRun(
    former.build_id,
    ({ kept_candidate: kept }) =>
      kept?.taken?.build_id === seen
        ? { kept_candidate: kept && { ...kept, taken: { build_id: buildId, at: order.now.toISOString() } } }
        : undefined,
    order.now,
  );
  // Somebody else took it after it was read: the reason is that of a request that came later.
  await judged(taken, buildId, order);
}

/** Gives the image back to the failed build, because its retry could not be started. */
async function giveBack(formerId: string, buildId: string, now: Date): Promise<void> {
  await updateRun(
    formerId,
    ({ kept_candidate: kept }) =>
      kept?.taken?.build_id === buildId ? { kept_candidate: { ...kept, taken: undefined } } : undefined,
    now,
  );
}

/** Claims what a build claims: the content of its version, its request, and the name of its image. */
async function claim(
  wanted: BuildPlan & { content: string; recipe_digest: string; request_digest: string },
  buildId: string,
  now: Date,
): Promise<void> {
  await claimContent(wanted, wanted, buildId, now);
  if (!(await claimDigest(wanted.request_digest, buildId))) {
    const other = await readDigest(wanted.request_digest);
    throw new SpawnError(
      'WrongState',
      `the same recipe is being built or was published by ${other}: look at it with spawn builds show ${other}.`,
      { build_id: other },
    );
  }
  if (!(await reserveName(environment().homeRegion, wanted.image_name, buildId)))
    throw new SpawnError(
      'NameTaken',
      `the image name '${wanted.image_name}' is reserved by another build: retry later.`,
      {
        name: wanted.image_name,
      },
    );
}
