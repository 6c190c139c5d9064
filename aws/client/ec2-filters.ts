import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../core/tags';
import { piecesOf } from './pages';

/** A filter in EC2's form. */
export interface Ec2Filter {
  Name: string;
  Values: string[];
}

/**
 * Returns a filter for exactly these values. EC2 reads `*` and `?` as wildcards unless they are escaped with a
 * backslash.
 */
export function exactly(name: string, values: readonly string[]): Ec2Filter {
  return { Name: name, Values: values.map((value) => value.replace(/[\\*?]/g, '\\$&')) };
}

// EC2 counts the values of all filters of a call: "The maximum number of filter values specified on a single call is
// 200" (gjbae1212/gossm#47).
const valuesPerCall = 200;

/**
 * Returns the filters of as many calls as it takes to ask for all values of the first list that is given, each call
 * with the other lists and the common filters too. An empty first list is no call. Throws TypeError when those others
 * leave no room.
 */
export function inCalls(
  lists: Readonly<Record<string, readonly string[] | undefined>>,
  common: readonly Ec2Filter[] = [],
): Ec2Filter[][] {
  const given = Object.entries(lists).flatMap(([name, values]) =>
    values ? [exactly(name, [...new Set(values)])] : [],
  );
  const [first, ...others] = given;
  const each = [...others, ...common];
  if (!first) return [each];
  const room = valuesPerCall - each.flatMap(({ Values }) => Values).length;
  if (room < 1)
    throw new TypeError(`one call has no room for values of ${first.Name}: its other filters have too many`);
  return piecesOf(first.Values, room).map((Values) => [{ Name: first.Name, Values }, ...each]);
}

/** Returns filters that require all of these tags. */
export function tagged(tags: Tags): Ec2Filter[] {
  return Object.entries(tags).map(([key, value]) => exactly(`tag:${key}`, [value]));
}

/** Returns EC2's list of tags as an object. */
export function tagsOf(list: Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/**
 * Returns an object as EC2's list of tags, sorted by key: DynamoDB returns keys in any order, and EC2 answers
 * IdempotentParameterMismatch to a client token with the same tags in another order.
 */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
