import { explainAwsError } from '../../aws/client/errors';

/** What could not be done, and why; the error has the name that a step would let out. */
export interface Failed<Item> {
  item: Item;
  error: Error;
}

/**
 * Does something with each of several, one after the other, whatever becomes of those before; answers those that
 * failed.
 */
export async function oneByOne<Item>(
  items: Iterable<Item>,
  act: (item: Item) => Promise<unknown>,
): Promise<Failed<Item>[]> {
  const failed: Failed<Item>[] = [];
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      failed.push({ item, error: explainAwsError(error) });
    }
  }
  return failed;
}
