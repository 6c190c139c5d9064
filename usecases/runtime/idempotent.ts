import { randomUUID } from 'node:crypto';
import { claimKey, giveUpKey, readKey, releaseKey, rememberAnswer } from '../../aws/catalog/store/idempotency';
import { explainAwsError } from '../../aws/client/errors';
import { runOfPart } from '../../aws/catalog/run-ends';
import { beingAnswered, bodyDigest, idempotencyScope, judgeKey, type KeyRecord } from '../../core/api/idempotency';
import { newIdPart } from '../../core/lib/identifier';
import type { Operation } from '../../core/api/routes';
import type { HttpAnswer, HttpRequest, RouteHandler } from './http';

/**
 * Wraps a handler so that the same Idempotency-Key with the same body gets the same answer for 24 hours. Throws
 * IdempotencyMismatch for another body and CatalogConflict while the request is running. Only answers that started
 * something are stored: after a refusal, the corrected request can use the same key. A request that may have taken
 * effect continues its run. A run that was never started is replaced.
 */
export function idempotent(operation: Operation, handler: RouteHandler): RouteHandler {
  return async (request) => {
    const key = request.idempotencyKey;
    if (key === undefined) return handler(request);
    const scope = idempotencyScope({ caller: request.caller, operation, key });
    const digest = bodyDigest(request.body, request.path);
    const known = await readKey(scope, request.now);
    const stored = judgeKey(known, { digest, key, now: request.now });
    if (stored) return stored.answer as HttpAnswer;
    const id_part = (await idPartToResume(known)) ?? newIdPart(request.now, Math.random);
    const claim: KeyRecord = {
      claim: randomUUID(),
      body_digest: digest,
      claimed_at: request.now.toISOString(),
      id_part,
    };
    if (!(await claimKey(scope, claim, known))) throw beingAnswered(key);
    const answer = await answerOrRelease(handler, { ...request, idPart: id_part }, scope, claim);
    await rememberAnswer(scope, claim, answer);
    return answer;
  };
}

/**
 * Returns the id part under which a request with this key continues; undefined if there is none, or if its run ended
 * without being started.
 */
async function idPartToResume(known: KeyRecord | undefined): Promise<string | undefined> {
  const run = known && (await runOfPart(known.id_part));
  return run && run.status !== 'running' && !run.start ? undefined : known?.id_part;
}

async function answerOrRelease(
  handler: RouteHandler,
  request: HttpRequest,
  scope: string,
  claim: KeyRecord,
): Promise<HttpAnswer> {
  try {
    return await handler(request);
  } catch (error) {
    const run = await runOfPart(claim.id_part);
    await (run?.status === 'running' || isUnanswered(error) ? giveUpKey : releaseKey)(scope, claim);
    throw error;
  }
}

/** Returns whether the request may have taken effect: AWS did not answer, at least not to the last attempt. */
function isUnanswered(error: unknown): boolean {
  return ['RequestThrottled', 'AwsUnavailable'].includes(explainAwsError(error).name);
}
