import type { Channel } from '../../../core/channel/record';
import type { Image, TestResult } from '../../../core/model/image';
import { channelImages, dueRetests, failedRetests } from '../../../core/channel/retest';

const now = new Date('2026-01-21T10:00:00Z');
const days = new Map([['tool', 7]]);
const deployment = 'dev@us-east-1';
const tested = (tested_at: string, verdict: TestResult['verdict'] = 'passed'): TestResult => ({
  build_id: 'bld-1',
  instance_type: 'm7i.large',
  verdict,
  tested_at,
});
const image = (ami_id: string, changes: Partial<Image> = {}): Image =>
  ({
    ami_id,
    name: `tool-${ami_id}`,
    region: 'us-east-1',
    stack: 'tool',
    state: 'available',
    lifecycle: 'published',
    deployment,
    creation_date: '2026-01-01T10:00:00Z',
    tags: {},
    ...changes,
  }) as Image;
const channel = (name: string, release: string, stack = 'tool'): Channel =>
  ({ channel: name, stack, variant: 'x86_64', release }) as Channel;
const found = (images: Image[], channels: Channel[]) => channelImages(images, channels, { days, deployment });
const due = (images: Image[], busy: string[] = []): string[] =>
  dueRetests(
    found(
      images,
      images.map(({ ami_id }) => channel('stable', ami_id)),
    ),
    { days, busy: new Set(busy) },
    now,
  ).map(({ image: { ami_id } }) => ami_id);

test('only usable originals of this deployment that a channel of a stack with the policy points to are tested again', () => {
  const images = [
    image('ami-1'),
    image('ami-2'),
    image('ami-3', { deprecated: true }),
    image('ami-4', { deployment: 'next@us-east-1' }),
    image('ami-5', { stack: 'other' }),
    image('ami-6', { account: '210987654321' }),
  ];
  const channels = [
    channel('stable', 'ami-1'),
    channel('next', 'ami-1'),
    ...['ami-3', 'ami-4', 'ami-6'].map((id) => channel('old', id)),
    channel('stable', 'ami-5', 'other'),
  ];
  expect(found(images, channels).map(({ image: { ami_id }, channels: names }) => [ami_id, names])).toEqual([
    ['ami-1', ['stable of tool x86_64', 'next of tool x86_64']],
  ]);
});

test('an image is due when its last test is as old as the policy says, to the second, whatever its verdict', () => {
  expect(due([image('ami-1', { tests: [tested('2026-01-14T10:00:00Z')] })])).toEqual(['ami-1']);
  expect(due([image('ami-1', { tests: [tested('2026-01-14T10:00:01Z')] })])).toEqual([]);
  const tests = [tested('2026-01-20T10:00:00Z', 'error'), tested('2026-01-02T10:00:00Z')];
  expect(due([image('ami-1', { tests })])).toEqual([]);
});

test('an image that a run is testing is left alone', () => {
  expect(due([image('ami-1')], ['ami-1'])).toEqual([]);
});

test('those tested longest ago come first, those never tested last', () => {
  const never = image('ami-1');
  const later = image('ami-2', { tests: [tested('2026-01-05T10:00:00Z')] });
  const earlier = image('ami-3', { tests: [tested('2026-01-04T10:00:00Z')] });
  expect(due([never, later, earlier])).toEqual(['ami-3', 'ami-2', 'ami-1']);
});

test('an image is reported while its last test on a type did not pass', () => {
  const channels = [channel('stable', 'ami-1')];
  const failed = [tested('2026-01-02T10:00:00Z'), tested('2026-01-20T10:00:00Z', 'failed')];
  expect(failedRetests(found([image('ami-1', { tests: failed })], channels))).toEqual([
    'tool-ami-1 (ami-1), to which stable of tool x86_64 points, did not pass its last test on m7i.large (failed, bld-1)',
  ]);
  const passed = [...failed, tested('2026-01-21T10:00:00Z')];
  expect(failedRetests(found([image('ami-1', { tests: passed })], channels))).toEqual([]);
});
