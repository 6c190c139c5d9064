import { AwsError } from '../../../kernel/types';

export interface PageInput {
  MaxResults?: number;
  NextToken?: string;
}

/**
 * Returns one page of a list and the token of the next. Without MaxResults everything is one page. Throws for a size or
 * token that EC2 refuses.
 */
export function pageOf<T>(
  items: readonly T[],
  input: PageInput,
  { least = 5, most = 1000 } = {},
): { items: T[]; NextToken?: string } {
  const { MaxResults: size, NextToken: token } = input;
  if (size !== undefined && (size < least || size > most)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between ${least} and ${most}.`,
    );
  }
  const start = token === undefined ? 0 : offset(token);
  const end = size === undefined ? items.length : start + size;
  return {
    items: items.slice(start, end),
    NextToken: end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : undefined,
  };
}

function offset(token: string): number {
  const [, digits] = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (digits === undefined)
    throw new AwsError('InvalidPaginationToken', `The specified pagination token is not valid: ${token}`);
  return Number(digits);
}
