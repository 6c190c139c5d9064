import { claimDigest, readDigest, releaseDigest } from '../../aws/catalog/digests';
import { releaseName, reserveName } from '../../aws/catalog/reservations';
import { getRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { startExecution } from '../../aws/flow/executions';
import { queueSeconds } from '../../core/run/queue';
import { SpawnError } from '../../core/errors';
import { buildIdOf } from '../../core/lib/identifier';
import type { Image } from '../../core/model/image';
import type { Run } from '../../core/model/run';
import { requireRoom } from '../image/read-room';
import { idPartOf, newRun, startRun } from '../run/start';
import { checkGivenName, freeName } from './choose-name';
import { claimContent, numberedVersion } from './claim-version';
import { judgeOrder, placeOfNew, type BuildOrder } from './judge-order';
import { completePlan, draftOfVersion } from './plan';

/**
 * The build that was started, an existing build of the same request, or the image to copy when only regions are
 * missing.
 */
export type BuildBegun =
  | { run: Run; reused?: 'running' | 'published'; images?: Image[]; place?: number }
  | { replicate: { image: Image; regions: string[] } };

/** Starts a build unless the same build is running or published. Every refusal happens before anything is created. */
export async function beginBuild(order: BuildOrder): Promise<BuildBegun> {
  const { recipe } = order;
  const { homeRegion } = environment();
  const judged = await judgeOrder(order);
  const { planned, recipe_digest, content_digest, request_digest, former, last, images, repeat } = judged;
  // The request that recorded the run may have failed before it started the execution. A second start has no effect.
  if (last && repeat.answer === 'running')
    await startExecution({
      machine: 'pipeline',
      name: last.build_id,
      input: last.start?.input ?? { build_id: last.build_id },
    });
  if (last && (repeat.answer === 'running' || repeat.answer === 'published'))
    return { run: last, reused: repeat.answer, ...(repeat.answer === 'published' && { images }) };
  if (repeat.answer === 'replicate') return { replicate: repeat };

  const warnings = await requireRoom([homeRegion, ...planned.regions]);
  // Everything that can fail comes before the first claim.
  const plan = await completePlan(planned, order);
  const buildId = buildIdOf(idPartOf(order));
  const created_at = order.now.toISOString();
  const { stack, variant } = planned;
  const place = await placeOfNew({ build_id: buildId, created_at, stack, variant, discard: order.discard }, order.now);
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
    ...(order.keep_failed_seconds !== undefined && { keep_failed_seconds: order.keep_failed_seconds }),
    ...(order.keep_candidate_seconds !== undefined && { keep_candidate_seconds: order.keep_candidate_seconds }),
    ...(place !== undefined && { queue: { since: created_at, until: untilOf(order.now) } }),
    plan: { ...plan, ...draft, image_name: name },
  });
  const input = { build_id: buildId, ...(place !== undefined && { queued: true }) };
  const started = await startRun(run, { input, undo });
  return { run: started, ...(place !== undefined && { place }) };
}

const untilOf = (now: Date): string => new Date(now.getTime() + queueSeconds * 1000).toISOString();

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

/** Returns the run of the same request that was sent a moment earlier. */
async function otherOf(digest: string): Promise<Run> {
  const other = await readDigest(digest);
  const run = other === undefined ? undefined : await getRun(other);
  if (run) return run;
  throw new SpawnError('CatalogConflict', 'the same build is being started by a concurrent request: retry.');
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
