import type { InputOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Route } from '../../shared/navigation/route';

/** The keys that the API sorts by, and the columns of the table that show them. */
export const sortKeys = ['name', 'version', 'size', 'age'] as const;
export type SortKey = (typeof sortKeys)[number];

/** The filters of the table, as its address keeps them. */
export interface ImageFilter {
  stack?: string;
  version?: string;
  name?: string;
  arch?: 'x86_64' | 'arm64';
  gpu?: 'true' | 'false';
  channel?: string;
  region?: string;
  account?: string;
  /** Tags that an image must have, as `key=value`. */
  tags?: readonly string[];
  /** Only images whose base or parent has changed, is gone or is withdrawn. */
  outdated?: boolean;
  /** Only the newest image of each stack and variant. */
  latest?: boolean;
  deprecated?: boolean;
  revoked?: boolean;
  sort?: SortKey;
  reverse?: boolean;
}

const texts = ['stack', 'version', 'name', 'channel', 'region', 'account'] as const;
const switches = ['outdated', 'latest', 'deprecated', 'revoked', 'reverse'] as const;
const isTag = (text: string): boolean => text.indexOf('=') > 0;

/** Returns the filters of an address. */
export function filterOf({ query }: Route): ImageFilter {
  const { arch, gpu, sort, tags } = query;
  const known = (tags ?? '').split('\n').filter(isTag);
  return {
    ...Object.fromEntries(texts.map((name) => [name, query[name] || undefined])),
    ...Object.fromEntries(switches.map((name) => [name, query[name] === 'true' || undefined])),
    arch: arch === 'x86_64' || arch === 'arm64' ? arch : undefined,
    gpu: gpu === 'true' || gpu === 'false' ? gpu : undefined,
    sort: sortKeys.find((key) => key === sort),
    tags: known.length > 0 ? known : undefined,
  };
}

/** Returns the query of an address for filters. */
export function addressQuery({ tags, ...filter }: ImageFilter): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(
      Object.entries(filter).map(([name, value]) => [name, value === true ? 'true' : value || undefined]),
    ),
    tags: tags?.join('\n') || undefined,
  };
}

/** Returns the query of the API for filters: all regions by default, and images that are still being created. */
export function imagesQuery(filter: ImageFilter, pageSize: number): NonNullable<InputOf<'listImages'>['query']> {
  const { latest, deprecated, revoked, outdated, reverse, sort, tags, region = 'all', ...others } = filter;
  const on = (value: boolean | undefined) => (value === true ? ('true' as const) : undefined);
  return {
    ...others,
    region,
    tags: tags && JSON.stringify(Object.fromEntries(tags.map(pairOf))),
    latest: on(latest),
    deprecated: on(deprecated),
    revoked: on(revoked),
    outdated: on(outdated),
    sort_by: sort,
    reverse: on(reverse),
    // The API takes only one of the two.
    pending: latest === true ? undefined : 'true',
    limit: String(pageSize),
  };
}

/** Returns the words of the command that lists the same images. */
export function listCommand(filter: ImageFilter): string[] {
  const { region = 'all', tags = [], sort, ...others } = filter;
  return [
    'list-amis',
    ...(['stack', 'version', 'arch', 'gpu', 'name', 'channel', 'account'] as const).flatMap((name) =>
      flag(`--${name}`, others[name]),
    ),
    ...tags.flatMap((tag) => flag('--tag', tag)),
    ...flag('--region', region),
    ...(['outdated', 'latest', 'deprecated', 'revoked'] as const)
      .filter((name) => others[name] === true)
      .map((name) => `--${name}`),
    ...flag('--sort-by', sort),
    ...(filter.reverse === true ? ['--reverse'] : []),
  ];
}

/** Splits a tag at its first equals sign. */
function pairOf(tag: string): [string, string] {
  const at = tag.indexOf('=');
  return [tag.slice(0, at), tag.slice(at + 1)];
}

/** Returns columns in the order to show them: what is out of date has its health and the reasons beside its name. */
export function columnOrder(ids: readonly string[], outdated: boolean | undefined): readonly string[] {
  if (!outdated) return ids;
  const first = ['name', 'health', 'reasons'];
  return [...first.filter((id) => ids.includes(id)), ...ids.filter((id) => !first.includes(id))];
}
