import { getText } from '../../aws/storage/objects';
import type { CleanupEntry } from '../../core/cleanup/request';
import type { Cleanup } from '../../core/cleanup/run';
import { SpawnError } from '../../core/errors';
import { objectKeys } from '../runtime/object-keys';

/**
 * Returns all lines of a cleanup's plan, region by region. Throws CleanupNotFound when a part of the plan no longer
 * exists.
 */
export async function readPlan({
  cleanup_id,
  regions,
}: Pick<Cleanup, 'cleanup_id' | 'regions'>): Promise<CleanupEntry[]> {
  const parts = await Promise.all(
    regions
      .filter(({ error }) => error === undefined)
      .map(async ({ region }) => {
        const text = await getText(objectKeys.plan(cleanup_id, region));
        if (text === undefined)
          throw new SpawnError(
            'CleanupNotFound',
            `the plan of ${cleanup_id} for ${region} is no longer kept: plan again.`,
            { cleanup_id, region },
          );
        return JSON.parse(text) as CleanupEntry[];
      }),
  );
  return parts.flat();
}
