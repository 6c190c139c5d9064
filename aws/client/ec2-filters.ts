import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../core/tags';

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
