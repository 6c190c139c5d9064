import type { KeyRecord } from '../../../core/api/idempotency';
import { isAbsent, readItem, removeItem, writeItem, type Condition, type Key, type Placement } from './items';

type StoredKey = KeyRecord & {
  /** RFC 3339 in UTC; 24 hours after the claim. */
  expires: string;
};

const secondsKept = 86_400;

/** Returns the record of a key that was claimed within the last 24 hours; undefined otherwise. */
export async function readKey(key: string, now: Date): Promise<KeyRecord | undefined> {
  const stored = await readItem<StoredKey>(keyOf(key));
  // DynamoDB removes expired items only hours later.
  if (!stored || stored.expires <= now.toISOString()) return undefined;
  const { expires: _, ...record } = stored;
  return record;
}

/**
 * Claims a key for one request. Returns false when another request holds it. `former` is a claim that may be replaced.
 */
export function claimKey(key: string, record: KeyRecord, former?: KeyRecord): Promise<boolean> {
  const taken = former ? ' OR (claim = :former AND attribute_not_exists(answer))' : '';
  return write(key, record, {
    expression: `${isAbsent.expression} OR expires <= :now${taken}`,
    values: { ':now': record.claimed_at, ...(former && { ':former': former.claim }) },
  });
}

/**
 * Stores the answer of the request that holds a key, until 24 hours after its claim. Returns false when the request no
 * longer holds the key.
 */
export function rememberAnswer(key: string, record: KeyRecord, answer: unknown): Promise<boolean> {
  return write(key, { ...record, answer }, heldBy(record));
}

/**
 * Gives up a key, so that the next request with it continues this request's run. Returns whether this request held the
 * key.
 */
export function giveUpKey(key: string, record: KeyRecord): Promise<boolean> {
  return write(key, { ...record, given_up: true }, heldBy(record));
}

/** Releases a key, so that the next request with it starts anew. Returns whether this request held the key. */
export function releaseKey(key: string, record: KeyRecord): Promise<boolean> {
  return removeItem(keyOf(key), heldBy(record));
}

function write(key: string, record: KeyRecord, condition: Condition): Promise<boolean> {
  const expires = new Date(Date.parse(record.claimed_at) + secondsKept * 1000);
  const placement: Placement = { ...keyOf(key), expires_at: Math.ceil(expires.getTime() / 1000) };
  return writeItem(placement, { ...record, expires: expires.toISOString() } satisfies StoredKey, condition);
}

function heldBy({ claim }: KeyRecord): Condition {
  return { expression: 'claim = :claim', values: { ':claim': claim } };
}

function keyOf(key: string): Key {
  return { pk: `IDEMPOTENCY#${key}`, sk: 'IDEMPOTENCY' };
}
