import * as z from 'zod';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { SpawnError } from '../../core/errors';
import { mostPerNight } from '../../core/cleanup/run';
import { dueRemovals } from '../../core/image/schedule';
import { pluralize } from '../../core/lib/pluralize';
import { cleanupPolicies } from '../../usecases/cleanup/judge-images';
import { isCleanupLeft, startCleanup } from '../../usecases/cleanup/start';
import { step } from '../../usecases/runtime/step';

const input = z.object({ regions: z.array(z.string()) });

/**
 * Starts the cleanup of the stacks whose policies enable it and of images whose scheduled removal is due, and also
 * without any of them when an earlier cleanup may have left images disabled. If another cleanup is running, waits for
 * the next night.
 */
export const handler = step(input, async ({ regions }, now) => {
  const enabled = [...(await cleanupPolicies()).values()].some((policy) => policy.enabled);
  const scheduled = dueRemovals(await allImages('all'), environment().deployment, now).length;
  if (!enabled && scheduled === 0 && !(await isCleanupLeft(now))) return { started: false };
  try {
    const { cleanup_id } = await startCleanup(
      { kind: 'policy' },
      { apply: true, limit: mostPerNight, regions, by: environment().deployment, now },
    );
    return {
      started: true,
      cleanup_id,
      lines: [
        `the cleanup ${cleanup_id} was started for the stacks whose policy enables it${scheduled > 0 ? `, and for ${pluralize(scheduled, 'image')} whose scheduled removal is due` : ''}`,
      ],
    };
  } catch (error) {
    if (!(error instanceof SpawnError) || error.name !== 'CleanupRunning') throw error;
    return { started: false, lines: [`no cleanup was started: ${error.message}`] };
  }
});
