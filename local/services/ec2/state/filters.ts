import { AwsError } from '../../../kernel/types';
import type { Region } from './simulation';

type FilterValue = string | number | boolean | undefined;
/** By name of the filter: the values that a resource has for it. */
export type FilterTable<T> = Readonly<Record<string, (resource: T) => FilterValue | FilterValue[]>>;

/**
 * Returns the resources that pass all filters; values of one filter are alternatives and may hold `*` and `?`.
 * `tag:<key>` and `tag-key` work for every resource. Throws `InvalidParameterValue` for a filter that is not in the
 * table.
 */
export function filtered<T extends { id: string }>(
  region: Region,
  resources: Iterable<T>,
  filters: { Name?: string; Values?: string[] }[] | undefined,
  table: FilterTable<T>,
): T[] {
  const tests = (filters ?? []).map(({ Name: name = '', Values: values = [] }) => {
    const read = reader(region, name, table);
    const patterns = values.map(wildcard);
    return (resource: T) =>
      [read(resource)]
        .flat()
        .some((value) => value !== undefined && patterns.some((pattern) => pattern.test(String(value))));
  });
  return [...resources].filter((resource) => tests.every((test) => test(resource)));
}

// In the words of EC2 (gjbae1212/gossm#47).
const mostValues = 200;

/** Throws `FilterLimitExceeded` when the filters of a call have more values together than EC2 takes. */
export function requireFewValues({ Filters: filters }: { Filters?: { Values?: string[] }[] }): void {
  if ((filters ?? []).flatMap(({ Values: values = [] }) => values).length > mostValues)
    throw new AwsError(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${mostValues}`,
    );
}

function reader<T extends { id: string }>(
  region: Region,
  name: string,
  table: FilterTable<T>,
): (resource: T) => FilterValue | FilterValue[] {
  if (name.startsWith('tag:')) return ({ id }) => region.tags.get(id)?.get(name.slice('tag:'.length));
  if (name === 'tag-key') return ({ id }) => [...(region.tags.get(id)?.keys() ?? [])];
  const read = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!read) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  return read;
}

/** EC2's filter patterns: `*` any text, `?` any character, `\` before either takes it literally; case counts. */
export function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*?\\])|[.*+?^${}()|[\]\\]/g, (match, escaped?: string) => {
    if (escaped) return `\\${escaped}`;
    if (match === '*') return '.*';
    return match === '?' ? '.' : `\\${match}`;
  });
  return new RegExp(`^${source}$`, 's');
}
