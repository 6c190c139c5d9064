import { dueOrphans, foreignOrphans, orphanMarks } from '../../../core/cleanup/orphans';
import { orphanSnapshots } from '../../../core/cleanup/snapshots';
import type { Ec2Snapshot } from '../../../core/model/ec2';
import { policyOf, type CleanupPolicy } from '../../../core/model/stack-policy';
import { tagKeys, type Tags } from '../../../core/tags';
import { daysAgo, ec2Image, now } from '../kit/images';

const deployment = 'dev@us-east-1';
const snapshot = (snapshot_id: string, changes: Partial<Ec2Snapshot> = {}): Ec2Snapshot => ({
  snapshot_id,
  region: 'us-east-1',
  state: 'completed',
  progress_percent: 100,
  size_gb: 8,
  encrypted: false,
  start_time: daysAgo(100),
  description: 'Created by CreateImage(i-1) for ami-0123',
  tags: {},
  ...changes,
});
const ours = (id: string, tags: Tags = {}) =>
  snapshot(id, {
    tags: { [tagKeys.deployment]: deployment, [tagKeys.state]: 'published', [tagKeys.stack]: 'tool', ...tags },
  });
const images = [
  ec2Image({
    image_id: 'ami-4567',
    state: 'disabled',
    block_devices: [{ device: '/dev/xvda', snapshot_id: 'used', size_gb: 8, encrypted: false }],
  }),
];

describe('the nightly cleanup removes a snapshot of ours without an image', () => {
  const policies = (changes: Partial<CleanupPolicy>) =>
    new Map([['tool', { ...policyOf(undefined).cleanup, enabled: true, orphan_days: 7, ...changes }]]);
  const due = (tags: Tags, changes: Partial<CleanupPolicy> = {}) => {
    const all = [ours('a', tags)];
    const orphans = orphanSnapshots(all, images, { deployment, minimum_age_days: 0, now });
    return dueOrphans(orphans, all, policies(changes), now).map(({ id }) => id);
  };
  const since = (days: number) => ({ [tagKeys.orphanedSince]: daysAgo(days) });

  test('when it was found so many days ago, and never before', () => {
    expect(due(since(7))).toEqual(['a']);
    expect(due(since(6.9))).toEqual([]);
  });

  test('never without a date that can be read, a policy, or a cleanup that is on', () => {
    expect(due({})).toEqual([]);
    expect(due({ [tagKeys.orphanedSince]: 'long ago' })).toEqual([]);
    expect(due(since(100), { orphan_days: null })).toEqual([]);
    expect(due(since(100), { enabled: false })).toEqual([]);
    expect(due(since(100), { minimum_age_days: 100 })).toEqual([]);
    expect(due({ ...since(100), [tagKeys.stack]: 'other' })).toEqual([]);
    expect(policyOf(undefined).cleanup.orphan_days).toBeNull();
  });

  test('whose tag goes when an image uses it again', () => {
    const all = [ours('new'), ours('known', since(3)), ours('used', since(3)), ours('fine')];
    expect(orphanMarks(all, [{ id: 'new' }, { id: 'known' }])).toEqual({ mark: ['new'], unmark: ['used'] });
  });
});

describe('a snapshot of nobody that is asked for by its description', () => {
  const decide = (changes: Partial<Ec2Snapshot> = {}, description = 'Created by CreateImage*') =>
    foreignOrphans([snapshot('a', changes)], images, { description, age_days: 90, now }).map(
      ({ decision, codes, unmanaged }) => [decision, codes, unmanaged],
    );

  test('goes when EC2’s description names an image that is gone', () => {
    expect(decide()).toEqual([['remove', ['orphan'], true]]);
    expect(decide({}, 'Copied for*')).toEqual([]);
  });

  test.each([
    ['its image exists, though disabled', { description: 'Created by CreateImage(i-1) for ami-4567' }, 'image-exists'],
    ['another image uses it', { snapshot_id: 'used' }, 'image-exists'],
    ['its description names no image', { description: 'Created by CreateImages for my backup' }, 'image-unknown'],
    ['it is not completed', { state: 'pending' }, 'pending'],
    ['it is too young', { start_time: daysAgo(90) }, 'not-due'],
    ['its age cannot be read', { start_time: '' }, 'not-due'],
    ['a tag keeps it', { tags: { [tagKeys.keep]: 'True' } }, 'keep-tag'],
  ])('stays when %s', (_, changes, code) => {
    expect(decide(changes)).toEqual([['keep', [code], true]]);
  });

  test('is not among those of any deployment', () => {
    expect(decide({ tags: { [tagKeys.deployment]: 'prod@us-east-1' } })).toEqual([]);
  });
});
