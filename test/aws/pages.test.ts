import { describeImages, describeImage } from '../../aws/image/describe';
import { describeInstances } from '../../aws/instance/describe';
import { describeInstanceTypes } from '../../aws/instance/types';
import { describeSnapshots, findSnapshots } from '../../aws/image/snapshots';
import { listCommandResults, onlineInstances } from '../../aws/instance/commands';
import { listObjects } from '../../aws/storage/objects';
import { everyPage, piecesOf } from '../../aws/client/pages';
import { fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
afterEach(() => jest.restoreAllMocks());

const lists: [string, () => Promise<unknown[]>, string, Record<string, unknown>[], string][] = [
  [
    'DescribeImages',
    () => describeImages('eu-west-1'),
    'NextToken',
    [{ Images: [{ ImageId: 'ami-1' }], NextToken: 'two' }, { Images: [{ ImageId: 'ami-2' }] }],
    'image_id',
  ],
  [
    'DescribeInstances',
    () => describeInstances('eu-west-1'),
    'NextToken',
    [
      { Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }], NextToken: 'two' },
      { Reservations: [{ Instances: [{ InstanceId: 'i-2' }] }] },
    ],
    'instance_id',
  ],
  [
    'DescribeInstanceTypes',
    () => describeInstanceTypes('eu-west-1', ['m5.large', 'c5.large']),
    'NextToken',
    [
      { InstanceTypes: [{ InstanceType: 'm5.large' }], NextToken: 'two' },
      { InstanceTypes: [{ InstanceType: 'c5.large' }] },
    ],
    'instance_type',
  ],
  [
    'DescribeSnapshots',
    () => describeSnapshots('eu-west-1', ['snap-1', 'snap-2']),
    'NextToken',
    [{ Snapshots: [{ SnapshotId: 'snap-1' }], NextToken: 'two' }, { Snapshots: [{ SnapshotId: 'snap-2' }] }],
    'snapshot_id',
  ],
  [
    'DescribeSnapshots',
    () => findSnapshots('eu-west-1', { 'a-tag': 'value' }),
    'NextToken',
    [{ Snapshots: [{ SnapshotId: 'snap-1' }], NextToken: 'two' }, { Snapshots: [{ SnapshotId: 'snap-2' }] }],
    'snapshot_id',
  ],
  [
    'ListCommandInvocations',
    () => listCommandResults('eu-west-1', ['one']),
    'NextToken',
    [{ CommandInvocations: [{ CommandId: 'one' }], NextToken: 'two' }, { CommandInvocations: [{ CommandId: 'two' }] }],
    'command_id',
  ],
  [
    'DescribeInstanceInformation',
    () => onlineInstances('eu-west-1', ['i-1', 'i-2']),
    'NextToken',
    [
      { InstanceInformationList: [{ InstanceId: 'i-1', PingStatus: 'Online' }], NextToken: 'two' },
      { InstanceInformationList: [{ InstanceId: 'i-2', PingStatus: 'Online' }] },
    ],
    'instance_id',
  ],
  [
    'ListObjectsV2',
    () => listObjects('builds/'),
    'ContinuationToken',
    [
      { Contents: [{ Key: 'builds/1' }], IsTruncated: true, NextContinuationToken: 'two' },
      { Contents: [{ Key: 'builds/2' }] },
    ],
    'key',
  ],
];

test.each(lists)('%s is read to its last page', async (action, list, tokenName, pages, member) => {
  const calls = fakeAws({ [action]: pages });
  const found = await list();
  expect(found).toHaveLength(2);
  expect(calls.map(({ input }) => input[tokenName])).toEqual([undefined, 'two']);
  if (member) expect(new Set(found.map((item) => (item as Record<string, unknown>)[member])).size).toBe(2);
});

test('a page token that AWS gives twice is an error, not an endless loop', async () => {
  fakeAws({ DescribeImages: { Images: [], NextToken: 'again' } });
  await expect(describeImages('eu-west-1')).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
});

test.each([
  ['in turn', (count: number) => `${count % 2}`, 3],
  ['without end, each another', (count: number) => `${count}`, 5_000],
])('page tokens that AWS gives %s are an error, not an endless loop', async (_how, tokenOf, pages) => {
  let count = 0;
  const asked = everyPage('ListThings', async () => ({ items: [], next: tokenOf((count += 1)) }));
  await expect(asked).rejects.toMatchObject({
    name: 'UnexpectedAnswer',
    message: expect.stringContaining('ListThings'),
  });
  expect(count).toBe(pages);
});

test('an empty token ends a list', async () => {
  const asked: unknown[] = [];
  await everyPage('ListThings', async (token) => {
    asked.push(token);
    return { items: [1], next: '' };
  });
  expect(asked).toEqual([undefined]);
});

test('images are asked for by owner and by filter, since ids can be neither paged nor partly unknown', async () => {
  const calls = fakeAws({ DescribeImages: { Images: [] } });
  expect(await describeImage('eu-west-1', 'ami-0123456789abcdef0')).toBeUndefined();
  expect(calls).toEqual([
    {
      action: 'DescribeImages',
      region: 'eu-west-1',
      input: {
        Owners: ['self'],
        MaxResults: 1000,
        Filters: [{ Name: 'image-id', Values: ['ami-0123456789abcdef0'] }],
        IncludeDeprecated: true,
        IncludeDisabled: true,
      },
    },
  ]);
});

test('no ids at all means no question and no images', async () => {
  const calls = fakeAws({});
  expect(await describeImages('eu-west-1', { imageIds: [] })).toEqual([]);
  expect(calls).toEqual([]);
});

test('two hundred values fit one call with all its filters, so three hundred ids are two questions', async () => {
  const calls = fakeAws({ DescribeImages: { Images: [] } });
  const imageIds = Array.from({ length: 300 }, (_, index) => `ami-${index}`);
  await describeImages('eu-west-1', { imageIds });
  await describeImages('eu-west-1', { imageIds, tags: { team: 'ml' }, states: ['available'] });
  expect(calls.map(({ input }) => input.Filters[0].Values.length)).toEqual([200, 100, 198, 102]);
  expect(piecesOf([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
});

test('a filter value with a wildcard means that very character', async () => {
  const calls = fakeAws({ DescribeImages: { Images: [] } });
  await describeImages('eu-west-1', { tags: { team: 'a*b?c\\d' } });
  expect(calls[0]!.input.Filters).toEqual([{ Name: 'tag:team', Values: ['a\\*b\\?c\\\\d'] }]);
});
