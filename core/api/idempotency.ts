import { canonicalJson, sha256 } from '../lib/digest';
import { SpawnError } from '../errors';

/**
 * Gives the key of the header `Idempotency-Key` back; undefined without one. Throws InvalidRequest when it is no key.
 */
export function checkIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new SpawnError(
    'InvalidRequest',
    'the Idempotency-Key is invalid: use 1 to 128 visible ASCII characters, such as a UUID.',
    { header: 'Idempotency-Key' },
  );
}

/** Where an answer is kept: a key is its caller's own and holds for one route. `caller` is the ARN of who asks. */
export function idempotencyScope(request: { caller: string; operation: string; key: string }): string {
  return sha256(canonicalJson(request));
}

/** Digest of a request: of its body, and of what its path names. */
export function bodyDigest(body: unknown, parameters: Record<string, string | undefined> = {}): string {
  return sha256(canonicalJson({ body, parameters }));
}

/** What is kept under a key: who answers, and the answer once there is one. */
export interface KeyRecord {
  /** Whose request answers: a random id of that one request. */
  claim: string;
  body_digest: string;
  /** RFC 3339 in UTC. */
  claimed_at: string;
  /** The part of the id of the run that the request starts, the same for whoever takes the claim over. */
  id_part: string;
  /** Whoever had the claim will not answer, and the request may have taken effect. */
  given_up?: true;
  answer?: unknown;
}

// A function of the API gives up after 29 seconds: whoever claimed a key a minute ago will not answer any more.
const claimSeconds = 60;

/**
 * What is known of a key decides: the same body gets the same answer; nothing known, or a claim that nobody will answer
 * any more, lets the request claim the key (undefined). Throws IdempotencyMismatch for another body, CatalogConflict
 * while another request with the key is being answered.
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

/** The error for a request whose key another one has just claimed. */
export function beingAnswered(key: string): SpawnError {
  return new SpawnError('CatalogConflict', `a request with the Idempotency-Key '${key}' is in progress: retry.`, {
    key,
  });
}
