import type { ImageAnswer } from '../../client/types';
import type { ImageFilter } from './filter';

/** One condition of the property filter, as Cloudscape has it; without a property it is free text. */
export interface Token {
  propertyKey?: string;
  operator: string;
  value: unknown;
}

const texts = ['stack', 'version', 'name', 'channel', 'region', 'account', 'arch', 'gpu'] as const;
const shownToo = ['deprecated', 'revoked'] as const;

/** The properties that images are filtered by. The API filters, so each has one value and is compared as a whole. */
export const properties = [
  { key: 'name', label: 'Name', group: 'Names' },
  { key: 'stack', label: 'Stack', group: 'Stacks' },
  { key: 'version', label: 'Version or range', group: 'Versions' },
  { key: 'channel', label: 'Channel', group: 'Channels' },
  { key: 'region', label: 'Region', group: 'Regions' },
  { key: 'account', label: 'Account', group: 'Accounts' },
  { key: 'arch', label: 'Architecture', group: 'Architectures' },
  { key: 'gpu', label: 'GPU support', group: 'GPU support' },
  { key: 'tag', label: 'Tag (key=value)', group: 'Tags' },
  { key: 'deprecated', label: 'Deprecated images', group: 'Deprecated images' },
  { key: 'revoked', label: 'Revoked images', group: 'Revoked images' },
] as const;

/** Returns the conditions that the filters of the address are shown as. */
export function tokensOf(filter: ImageFilter): Token[] {
  return [
    ...texts.flatMap((key) =>
      filter[key] === undefined ? [] : [{ propertyKey: key, operator: '=', value: filter[key] }],
    ),
    ...(filter.tags ?? []).map((value) => ({ propertyKey: 'tag', operator: '=', value })),
    ...shownToo.filter((key) => filter[key]).map((key) => ({ propertyKey: key, operator: '=', value: 'listed too' })),
  ];
}

/**
 * Returns the filters of conditions; those that are not conditions stay. Of several values of one property the last
 * one counts. Free text is a part of the name, or the whole of it if it has wildcards.
 */
export function filterOfTokens(tokens: readonly Token[], before: ImageFilter): ImageFilter {
  const filter: ImageFilter = {
    latest: before.latest,
    outdated: before.outdated,
    sort: before.sort,
    reverse: before.reverse,
  };
  for (const { propertyKey, value } of tokens) {
    const text = String(value ?? '').trim();
    if (text === '') continue;
    if (propertyKey === undefined) filter.name = /[*?]/.test(text) ? text : `*${text}*`;
    else if (propertyKey === 'tag') filter.tags = [...(filter.tags ?? []), ...(text.indexOf('=') > 0 ? [text] : [])];
    else if (propertyKey === 'deprecated' || propertyKey === 'revoked') filter[propertyKey] = true;
    else Object.assign(filter, { [propertyKey]: text });
  }
  return filter;
}

/** Returns the values to suggest: those that never change, and those of the images that are shown. */
export function suggestions(images: readonly ImageAnswer[]): { propertyKey: string; value: string }[] {
  const seen = (propertyKey: string, values: readonly (string | undefined)[]) =>
    [...new Set(values)].filter((value) => value !== undefined).map((value) => ({ propertyKey, value }));
  return [
    ...seen('arch', ['x86_64', 'arm64']),
    ...seen('gpu', ['true', 'false']),
    ...seen('deprecated', ['listed too']),
    ...seen('revoked', ['listed too']),
    ...seen(
      'stack',
      images.map(({ stack }) => stack),
    ),
    ...seen(
      'version',
      images.map(({ version }) => version),
    ),
    ...seen(
      'channel',
      images.flatMap(({ channels }) => channels ?? []),
    ),
    ...seen(
      'region',
      images.map(({ region }) => region),
    ),
    ...seen('account', ['all', ...images.map(({ owner_id }) => owner_id)]),
    ...seen(
      'tag',
      images.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`)),
    ),
  ];
}
