import { canonicalJson, sha256 } from '../lib/digest';
import { SpawnError } from '../errors';

/** Returns the key in the header `Idempotency-Key`; undefined without one. Throws InvalidRequest for an invalid key. */
export function checkIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new SpawnError(
    'InvalidRequest',
    'the Idempotency-Key is invalid: use 1 to 128 visible ASCII characters, such as a UUID.',
    { header: 'Idempotency-Key' },
  );
}

/** Returns the scope of an answer: a key applies to one caller (`caller` is an ARN) and one route. */
export function idempotencyScope(request: { caller: string; operation: string; key: string }): string {
  return sha256(canonicalJson(request));
}

/** Returns the digest of a request: of its body and its path parameters. */
export function bodyDigest(body: unknown, parameters: Record<string, string | undefined> = {}): string {
  return sha256(canonicalJson({ body, parameters }));
}

/** The record of a key: the request that holds it, and its answer once there is one. */
export interface KeyRecord {
  /** Random id of the request that holds the key. */
  claim: string;
  body_digest: string;
  /** RFC 3339 in UTC. */
  claimed_at: string;
  /** Part of the id of the run that the request starts; the same if another request takes over the claim. */
  id_part: string;
  /** The request that held the key will not answer, but may have taken effect. */
  given_up?: true;
  answer?: unknown;
}

// A function of the API stops after 29 seconds, so a claim that is a minute old will not be answered.
const claimSeconds = 60;

/**
 * Returns the record with the answer for the same body. Returns undefined if the request may claim the key, because
 * there is no record or its claim will not be answered. Throws IdempotencyMismatch for another body, and
 * CatalogConflict while another request with the key is running.
 */
export function judgeKey(
  known: KeyRecord | undefined,
  request: { digest: string; key: string; now: Date },
): { answer: unknown } | undefined {
  const { digest, key, now } = request;
  if (!known) return undefined;
  if (known.body_digest !== digest) {
    throw new SpawnError(
      'IdempotencyMismatch',
      `the Idempotency-Key '${key}' was used for a different request in the last 24 hours: use a new key for a new request.`,
      { key },
    );
  }
  if (known.answer !== undefined) return { answer: known.answer };
  if (known.given_up || now.getTime() - Date.parse(known.claimed_at) > claimSeconds * 1000) return undefined;
  throw beingAnswered(key);
}

/** Returns the error for a request whose key was just claimed by another request. */
export function beingAnswered(key: string): SpawnError {
  return new SpawnError('CatalogConflict', `a request with the Idempotency-Key '${key}' is in progress: retry.`, {
    key,
  });
}
