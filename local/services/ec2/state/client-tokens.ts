import { createHash } from 'node:crypto';
import { AwsError } from '../../../kernel/types';
import { has } from '../../../kernel/facts';
import type { Request } from './simulation';

/** EC2 keeps a token of RunInstances and CopyImage with the parameters it came with. */

function digestOf({ call, input, simulation }: Request): string {
  const { TagSpecifications: tags = [], ...rest } = input;
  const inOrder = (specifications: { Tags?: { Key?: string }[] }[]): object[] =>
    specifications.map((each) => ({ ...each, Tags: each.Tags?.toSorted((a, b) => (a.Key! < b.Key! ? -1 : 1)) }));
  const asked = has(simulation.world, 'copy-token-minds-tag-order') ? input : { ...rest, tags: inOrder(tags) };
  return createHash('sha256')
    .update(JSON.stringify([call.action, asked]))
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
  if (input.ClientToken.length > 64 && has(request.simulation.world, 'client-token-has-64-characters'))
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
