import type { Wait } from '../../core/wait/record';
import { removeItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

// The sweeper ends a wait at its deadline; DynamoDB clears away what it never got to see.
const daysKept = 2;

/** Stores an outstanding wait; a retry of the same state replaces the token. */
export async function storeWait(wait: Wait): Promise<void> {
  const expires_at = Math.ceil(Date.parse(wait.deadline) / 1000) + daysKept * 86_400;
  const { pk, sk } = keyOf(wait);
  await writeItem({ pk, sk, gsi1pk: 'WAITS', gsi1sk: `${wait.deadline}#${wait.resource}#${sk}`, expires_at }, wait);
}

/** The waits for a resource as of now. */
export function findWaits(resource: string): Promise<Wait[]> {
  return findAll<Wait>({ partition: `WAIT#${resource}` });
}

/** All outstanding waits, the nearest deadline first; what was stored within the last moment may be missing. */
export function listWaits(): Promise<Wait[]> {
  return findAll<Wait>({ index: 'gsi1', partition: 'WAITS' });
}

/** The outstanding waits of a run and its children. */
export function waitsOf(buildId: string): Promise<Wait[]> {
  return findAll<Wait>({
    index: 'gsi1',
    partition: 'WAITS',
    where: { expression: 'build_id = :build', values: { ':build': buildId } },
  });
}

/**
 * Takes a wait whose token was answered, or that nobody answers any more, out of the table; whether this call did. A
 * wait whose token a retry of the state has replaced stays.
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
