import { SpawnError, type ErrorName } from '../../../core/errors';

/**
 * Reads, decides and writes again as long as somebody else gets through in between, which the write says by throwing
 * `lost`. After `most` lost races that error is thrown: each lost race means that another got through, so that only
 * what never ends is given up.
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
