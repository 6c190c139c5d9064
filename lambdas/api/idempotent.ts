import { randomUUID } from 'node:crypto';
import { claimKey, readKey, releaseKey, rememberAnswer } from '../../aws/catalog/idempotency';
import { beingAnswered, bodyDigest, checkIdempotencyKey, idempotencyScope, judgeKey, type KeyRecord } from '../../core/idempotency';
import type { Operation } from '../../core/routes';
import type { HttpAnswer, HttpRequest, RouteHandler } from './http';

/**
 * The same key with the same body gets the same answer for 24 hours; with another body IdempotencyMismatch, while it is being
 * answered CatalogConflict. Only what started something is remembered: a refusal may be corrected and sent again under its key.
 */
export function idempotent(operation: Operation, handler: RouteHandler): RouteHandler {
  return async (request) => {
    const key = checkIdempotencyKey(request.idempotencyKey);
    if (key === undefined) return handler(request);
    const scope = idempotencyScope({ caller: request.caller, operation, key });
    const digest = bodyDigest(request.body, request.path);
    const known = await readKey(scope, request.now);
    const told = judgeKey(known, { digest, key, now: request.now });
    if (told) return told.answer as HttpAnswer;
    const claim: KeyRecord = { claim: randomUUID(), body_digest: digest, claimed_at: request.now.toISOString() };
    if (!(await claimKey(scope, claim, known))) throw beingAnswered(key);
    const answer = await answerOrRelease(handler, request, scope, claim);
    await rememberAnswer(scope, claim, answer);
    return answer;
  };
}

async function answerOrRelease(handler: RouteHandler, request: HttpRequest, scope: string, claim: KeyRecord): Promise<HttpAnswer> {
  try {
    return await handler(request);
  } catch (error) {
    await releaseKey(scope, claim);
    throw error;
  }
}
