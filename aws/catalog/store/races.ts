import { SpawnError, type ErrorName } from '../../../core/errors';

/**
 * Repeats a read and write while concurrent writes succeed in between, which the write reports by throwing `lost`.
 * Throws that error after `most` attempts. Each lost race means that another write succeeded, so only an endless series
 * is given up.
 */
export async function retried<Value>(
  write: () => Promise<Value>,
  most: number,
  lost: ErrorName = 'CatalogConflict',
): Promise<Value> {
  for (let races = 0; ; races += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof SpawnError) || error.name !== lost || races >= most) throw error;
    }
  }
}
