import { explainAwsError } from '../../aws/client/errors';

/** An item that failed, with the error named as a step would throw it. */
export interface Failed<Item> {
  item: Item;
  error: Error;
}

/** Calls a function for each item, one after the other. Continues after errors and returns the failed items. */
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
