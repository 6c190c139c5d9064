import * as z from 'zod';
import { environment } from '../../aws/client/environment';
import { SpawnError } from '../../core/errors';
import { cleanupPolicies } from '../../usecases/cleanup/judge-images';
import { isCleanupLeft, startCleanup } from '../../usecases/cleanup/start';
import { step } from '../../usecases/runtime/step';

const input = z.object({ regions: z.array(z.string()) });
// Each stack has a limit of its own; this holds for all of them together.
const mostPerNight = 500;

/**
 * Starts the cleanup of the stacks whose policy switches it on, also for none when an earlier one may have left images
 * disabled; what somebody else removes just now is left for the next night.
 */
export const handler = step(input, async ({ regions }, now) => {
  const enabled = [...(await cleanupPolicies()).values()].some((policy) => policy.enabled);
  if (!enabled && !(await isCleanupLeft(now))) return { started: false };
  try {
    const { cleanup_id } = await startCleanup(
      { kind: 'policy' },
      { apply: true, limit: mostPerNight, regions, by: environment().deployment, now },
    );
    return {
      started: true,
      cleanup_id,
      lines: [`the cleanup ${cleanup_id} looks at the stacks whose policy switches it on`],
    };
  } catch (error) {
    if (!(error instanceof SpawnError) || error.name !== 'CleanupRunning') throw error;
    return { started: false, lines: [`no cleanup tonight: ${error.message}`] };
  }
});
