import { isAbsent, readItem, writeItem, type Key } from './items';

/** An answer that was given under an idempotency key, and the digest of the request's body. */
export interface RememberedAnswer {
  body_digest: string;
  answer: unknown;
  /** RFC 3339 in UTC; 24 hours after. */
  expires: string;
}

const secondsKept = 86_400;

/**
 * Remembers an answer under a key for 24 hours and gives the answer that holds: of several at once the first one's.
 * The caller compares the digest of the body.
 */
export async function rememberAnswer(key: string, bodyDigest: string, answer: unknown, now: Date): Promise<RememberedAnswer> {
  const expires = new Date(now.getTime() + secondsKept * 1000);
  const remembered: RememberedAnswer = { body_digest: bodyDigest, answer, expires: expires.toISOString() };
  const outdated = { expression: `${isAbsent.expression} OR expires <= :now`, values: { ':now': now.toISOString() } };
  const placement = { ...keyOf(key), expires_at: Math.ceil(expires.getTime() / 1000) };
  if (await writeItem(placement, remembered, outdated)) return remembered;
  return (await recallAnswer(key, now)) ?? remembered;
}

/** The answer that was given under a key within the last 24 hours; undefined when there is none. */
export async function recallAnswer(key: string, now: Date): Promise<RememberedAnswer | undefined> {
  const remembered = await readItem<RememberedAnswer>(keyOf(key));
  // DynamoDB removes what has expired hours later.
  return remembered && remembered.expires > now.toISOString() ? remembered : undefined;
}

function keyOf(key: string): Key {
  return { pk: `IDEMPOTENCY#${key}`, sk: 'IDEMPOTENCY' };
}
