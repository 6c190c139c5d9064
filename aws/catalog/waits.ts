import type { Wait } from '../../core/wait/record';
import { removeItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

// The sweeper ends a wait at its deadline. DynamoDB removes waits that the sweeper never saw.
const daysKept = 2;

/** Stores a wait. A retry of the same state replaces the token. */
export async function storeWait(wait: Wait): Promise<void> {
  const expires_at = Math.ceil(Date.parse(wait.deadline) / 1000) + daysKept * 86_400;
  const { pk, sk } = keyOf(wait);
  await writeItem({ pk, sk, gsi1pk: 'WAITS', gsi1sk: `${wait.deadline}#${wait.resource}#${sk}`, expires_at }, wait);
}

/** Returns the waits for a resource, read consistently. */
export function findWaits(resource: string): Promise<Wait[]> {
  return findAll<Wait>({ partition: `WAIT#${resource}` });
}

/** Returns all waits, nearest deadline first. A wait stored within the last moment may be missing. */
export function listWaits(): Promise<Wait[]> {
  return findAll<Wait>({ index: 'gsi1', partition: 'WAITS' });
}

/** Returns the waits of a run and of its child executions. */
export function waitsOf(buildId: string): Promise<Wait[]> {
  return findAll<Wait>({
    index: 'gsi1',
    partition: 'WAITS',
    where: { expression: 'build_id = :build', values: { ':build': buildId } },
  });
}

/**
 * Removes a wait that was answered, or that no state waits for. Returns whether this call did. Keeps a wait whose token
 * was replaced by a retry of the state.
 */
export function takeWait(wait: Wait): Promise<boolean> {
  return removeItem(keyOf(wait), {
    expression: '#token = :token',
    names: { '#token': 'token' },
    values: { ':token': wait.token },
  });
}

function keyOf({ resource, execution, state }: Wait): Key {
  return { pk: `WAIT#${resource}`, sk: `${execution}#${state}` };
}
