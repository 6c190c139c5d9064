import type { Call } from '../../../kernel/types';
import { AwsError } from '../../../kernel/types';
import { invalidMember } from './members';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/**
 * Returns one page of a list by `maxResults` and `nextToken`. Throws InvalidToken for a token that this list did not
 * give.
 */
export function page<T>(call: Call, all: readonly T[]): { items: T[]; nextToken?: string } {
  const wanted: unknown = call.input.maxResults ?? 0;
  if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0 || wanted > LARGEST_PAGE) {
    throw invalidMember(call, 'maxResults', `must be a whole number from 0 to ${LARGEST_PAGE}`);
  }
  const from = start(call, all.length);
  const to = from + (wanted === 0 ? DEFAULT_PAGE : wanted);
  return {
    items: all.slice(from, to),
    ...(to < all.length && { nextToken: Buffer.from(`${call.action}:${to}`).toString('base64') }),
  };
}

function start(call: Call, length: number): number {
  const token: unknown = call.input.nextToken;
  if (token === undefined || token === null) return 0;
  const [action, index] = Buffer.from(String(token), 'base64').toString().split(':');
  const from = Number(index);
  if (action === call.action && Number.isInteger(from) && from > 0 && from <= length) return from;
  throw new AwsError('InvalidToken', `Invalid Token: '${String(token)}'`);
}
