import { createHash } from 'node:crypto';
import { AwsError } from '../../../kernel/types';
import type { Request } from './simulation';

/** EC2 keeps a token of RunInstances and CopyImage with the parameters it came with. */

function digestOf({ call, input }: Request): string {
  return createHash('sha256')
    .update(JSON.stringify([call.action, input]))
    .digest('hex');
}

function keyOf({ call, input, simulation }: Request): string {
  return `${simulation.world.accountId}/${call.action}/${input.ClientToken}`;
}

/**
 * Returns the answer that the same request with the same client token had before, as things stand now. Throws
 * `IdempotentParameterMismatch` for a token that came with other parameters, and for one longer than 64 characters.
 */
export function earlierAnswer(request: Request): (() => Record<string, any>) | undefined {
  const { input, region } = request;
  if (!input.ClientToken) return undefined;
  if (input.ClientToken.length > 64)
    throw new AwsError(
      'InvalidParameterValue',
      `The client token exceeds the maximum length of 64 characters: ${input.ClientToken}`,
    );
  const earlier = region.tokens.get(keyOf(request));
  if (earlier && earlier.digest !== digestOf(request)) {
    throw new AwsError(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    );
  }
  return earlier?.answer;
}

/** Keeps the answer for a repetition of the request. */
export function rememberAnswer(request: Request, answer: () => Record<string, any>): void {
  if (request.input.ClientToken) request.region.tokens.set(keyOf(request), { digest: digestOf(request), answer });
}
