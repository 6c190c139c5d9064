import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../core/tags';

/** A filter as EC2 takes it. */
export interface Ec2Filter {
  Name: string;
  Values: string[];
}

/** A filter for exactly these values: EC2 reads `*` and `?` as wildcards unless a backslash stands before them. */
export function exactly(name: string, values: readonly string[]): Ec2Filter {
  return { Name: name, Values: values.map((value) => value.replace(/[\\*?]/g, '\\$&')) };
}

/** Filters that ask for all of these tags. */
export function tagged(tags: Tags): Ec2Filter[] {
  return Object.entries(tags).map(([key, value]) => exactly(`tag:${key}`, [value]));
}

/** EC2's list of tags as a plain value. */
export function tagsOf(list: Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/**
 * A plain value as EC2's list of tags, in the order of the keys: a table returns them in any order, and EC2 answers
 * IdempotentParameterMismatch to a client token that comes with the same tags in another one.
 */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
