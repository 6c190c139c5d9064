import { getImage, updateImage } from '../../aws/catalog/images';
import { releaseDigest } from '../../aws/catalog/digests';
import { releaseInstance, releaseName } from '../../aws/catalog/reservations';
import { finishRun, recordFailure } from '../../aws/catalog/run-ends';
import { addWarnings, enterStage, getRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { messageOf } from '../../aws/client/errors';
import { putEvent } from '../../aws/flow/events';
import { objectExists } from '../../aws/storage/objects';
import { SpawnError } from '../../core/errors';
import { outcomeOf, type Caught, type Outcome } from '../../core/run/outcome';
import type { Run } from '../../core/model/run';
import { keepRecipe } from './keep-recipe';
import { moveLatest } from '../channel/move-latest';
import { objectKeys } from '../runtime/object-keys';
import { logger } from '../runtime/step';

async function recordPackages(run: Run): Promise<void> {
  const key = objectKeys.packages(run.build_id);
  if (!run.ami_id || !(await objectExists(key))) return;
  await updateImage(run.region, run.ami_id, (image) => ({ ...image, packages_key: key }));
}

/**
 * Ends the record of a run: its outcome, the newest image of the stack, and the event on the bus. Throws BuildNotFound.
 */
export async function concludeRun(buildId: string, caught: Caught, now: Date): Promise<{ run: Run; outcome: Outcome }> {
  // A failure without compensation, such as that of a copy, is not recorded yet.
  const run = caught.error ? await recordFailure(buildId, caught.error, now) : await getRun(buildId);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${buildId}`);
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const outcome = outcomeOf(run, caught, image);
  if (outcome.published) {
    if (!caught.error) await enterStage(buildId, 'record', now);
    await recordPackages(run);
    if (run.stack !== undefined) await moveLatest({ stack: run.stack, variant: run.variant });
  }
  await keepRecipe(run, outcome, now);
  if (run.image_name) await releaseName(environment().homeRegion, run.image_name, buildId);
  if (run.kind === 'create' && run.instance_id) await releaseInstance(run.region, run.instance_id, buildId);
  // The digest of a published build stays, so that the same request finds the build again.
  if (run.request_digest && (!outcome.published || run.discard)) await releaseDigest(run.request_digest, buildId);
  await finishRun(buildId, outcome, now);
  await tellOutcome(run, outcome);
  return { run, outcome };
}

/**
 * Publishes how a run ended. The record counts: a run whose end cannot be told stays as it ended, with a warning, and
 * its execution ends the same way.
 */
async function tellOutcome(run: Run, { event, status, failure }: Outcome): Promise<void> {
  const { build_id, stack, version, ami_id, region } = run;
  try {
    await putEvent(event, { build_id, status, stack, version, ami_id, region, failure });
  } catch (error) {
    logger.warn('the end of a run could not be published', { build_id, error_message: messageOf(error) });
    await addWarnings(build_id, [`the event '${event}' could not be published: ${messageOf(error)}`]);
  }
}
