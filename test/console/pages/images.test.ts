import { listImagesQuery } from '../../../core/api/contract/requests';
import {
  addressQuery,
  columnOrder,
  filterOf,
  imagesQuery,
  listCommand,
  type ImageFilter,
} from '../../../console/pages/images/filter';
import { reasonsOf } from '../../../console/pages/images/details/reasons';
import { filterOfTokens, suggestions, tokensOf } from '../../../console/pages/images/tokens';
import type { ImageAnswer } from '../../../console/client/types';
import { hrefOf, parseHash } from '../../../console/shared/navigation/route';
import { commandOf } from '../kit/command';

const everything: ImageFilter = {
  stack: 'pytorch',
  version: '>=2.0, <3.0',
  name: 'pytorch-*',
  arch: 'arm64',
  channel: 'stable',
  region: 'eu-west-1',
  account: '123456789012',
  latest: true,
  deprecated: true,
  revoked: true,
  gpu: 'true',
  tags: ['team=ml', 'note=a=b'],
  outdated: true,
  sort: 'size',
  reverse: true,
};

test('the filters stand in the address, and nothing else of it is a filter', () => {
  expect(filterOf(parseHash(hrefOf('images', [], addressQuery(everything))))).toEqual(everything);
  const empty = filterOf(parseHash('#/images?arch=mips&latest=no&limit=1&sort=state&gpu=yes&tags=x'));
  expect(Object.values(empty).filter((value) => value !== undefined)).toEqual([]);
});

test('the API takes every filter, and one page is asked for', () => {
  for (const filter of [{}, everything, { latest: false }])
    expect(listImagesQuery.safeParse(imagesQuery(filter, 50)).error).toBeUndefined();
  expect(imagesQuery({}, 50)).toMatchObject({ region: 'all', pending: 'true', limit: '50' });
  expect(imagesQuery({ latest: true }, 50).pending).toBeUndefined();
});

test('the command lists the same images', async () => {
  expect(await commandOf(listCommand({}))).toContain('list-amis');
  expect(listCommand({})).toEqual(['list-amis', '--region', 'all']);
  expect(await commandOf(listCommand(everything))).toContain('list-amis');
  await expect(commandOf(['list-amis', '--no-such-flag'])).rejects.toThrow('unknown option');
});

test('the conditions of the property filter are the filters of the address, and back', () => {
  const { latest, outdated, sort, reverse } = everything;
  expect(filterOfTokens(tokensOf(everything), { latest, outdated, sort, reverse })).toEqual(everything);
  expect(tokensOf({ latest: true, sort: 'age' })).toEqual([]);
});

test('free text is a part of the name, and of two values of one property the last one counts', () => {
  const token = (value: string, propertyKey?: string) => ({ propertyKey, operator: '=', value });
  expect(filterOfTokens([token('torch')], {}).name).toBe('*torch*');
  expect(filterOfTokens([token('web-1.?')], {}).name).toBe('web-1.?');
  const two = [token('a', 'stack'), token('b', 'stack'), token('nonsense', 'tag'), token(' ', 'region')];
  expect(filterOfTokens(two, {})).toMatchObject({ stack: 'b' });
  expect(filterOfTokens(two, {})).not.toHaveProperty('region');
});

test('the values to suggest are those of the images that are shown, each once', () => {
  const images = ['1.0', '1.1'].map((version) => ({
    version,
    stack: 'web',
    region: 'us-east-1',
    owner_id: '1',
    tags: { team: 'ml' },
  }));
  const found = suggestions(images as unknown as ImageAnswer[]);
  const valuesOf = (key: string) => found.filter(({ propertyKey }) => propertyKey === key).map(({ value }) => value);
  expect([valuesOf('stack'), valuesOf('version'), valuesOf('tag'), valuesOf('account')]).toEqual([
    ['web'],
    ['1.0', '1.1'],
    ['team=ml'],
    ['all', '1'],
  ]);
});

test('why an image is not as it should be stands in one list, what stops launches first', () => {
  const health = {
    level: 'warning' as const,
    messages: ['newer base AMI available'],
    checked_at: '2026-01-01T00:00:00Z',
  };
  const revocation = { at: '2026-01-01T00:00:00Z', reason: 'leak', launch_permissions: [] };
  expect(reasonsOf({ health, revocation })).toEqual(['revoked: leak', 'newer base AMI available']);
  expect(reasonsOf({})).toEqual([]);
});

test('what is out of date has its health and the reasons beside its name', () => {
  const ids = ['name', 'stack', 'version', 'health', 'reasons', 'age'];
  expect(columnOrder(ids, true)).toEqual(['name', 'health', 'reasons', 'stack', 'version', 'age']);
  expect(columnOrder(ids, undefined)).toEqual(ids);
});
