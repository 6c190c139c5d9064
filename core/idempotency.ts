import { canonicalJson, sha256 } from './digest';
import { SpawnError } from './errors';

/** Gives the key of the header `Idempotency-Key` back; undefined without one. Throws InvalidRequest when it is no key. */
export function checkIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new SpawnError('InvalidRequest', 'the Idempotency-Key must have 1 to 128 visible ASCII characters: use a UUID.', { header: 'Idempotency-Key' });
}

/** Where an answer is kept: a key is its caller's own and holds for one route. `caller` is the ARN of who asks. */
export function idempotencyScope(request: { caller: string; operation: string; key: string }): string {
  return sha256(canonicalJson(request));
}

/** Digest of a request: of its body, and of what its path names. */
export function bodyDigest(body: unknown, parameters: Record<string, string | undefined> = {}): string {
  return sha256(canonicalJson({ body, parameters }));
}

/**
 * What is known of a key decides: nothing or something older than 24 hours (undefined) starts anew, the same body gets the
 * same answer. Another body throws IdempotencyMismatch.
 */
export function recalledAnswer<Answer>(known: { body_digest: string; answer: Answer } | undefined, digest: string, key: string): Answer | undefined {
  if (!known) return undefined;
  if (known.body_digest === digest) return known.answer;
  throw new SpawnError('IdempotencyMismatch', `the Idempotency-Key '${key}' was used for another request within 24 hours: use a new key for a new request.`, { key });
}
