import { recallAnswer, rememberAnswer } from '../../aws/catalog/idempotency';
import { bodyDigest, checkIdempotencyKey, idempotencyScope, recalledAnswer } from '../../core/idempotency';
import type { Operation } from '../../core/routes';
import type { HttpAnswer, RouteHandler } from './http';

/**
 * The same key with the same body gets the same answer for 24 hours; with another body IdempotencyMismatch. Only what started
 * something is remembered: a refusal may be corrected and sent again under its key.
 */
export function idempotent(operation: Operation, handler: RouteHandler): RouteHandler {
  return async (request) => {
    const key = checkIdempotencyKey(request.idempotencyKey);
    if (key === undefined) return handler(request);
    const scope = idempotencyScope({ caller: request.caller, operation, key });
    const digest = bodyDigest(request.body, request.path);
    const known = recalledAnswer(await recallAnswer(scope, request.now), digest, key);
    if (known) return known as HttpAnswer;
    const answer = await handler(request);
    return recalledAnswer(await rememberAnswer(scope, digest, answer, request.now), digest, key) as HttpAnswer;
  };
}
