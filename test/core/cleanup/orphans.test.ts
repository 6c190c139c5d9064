import { dueOrphans, foreignOrphans, orphanMarks } from '../../../core/cleanup/orphans';
import { imageOf, orphanSnapshots } from '../../../core/cleanup/snapshots';
import type { CleanupCode } from '../../../core/cleanup/request';
import type { Ec2Snapshot } from '../../../core/model/ec2';
import { policyOf, type CleanupPolicy } from '../../../core/stack/policy';
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
    const orphans = orphanSnapshots(all, images, { deployment, minimum_age_days: 0, binned: [], now });
    return dueOrphans(orphans, all, policies(changes), now).map(({ id }) => id);
  };
  const since = (days: number) => ({ [tagKeys.orphanedSince]: daysAgo(days) });

  test('when it was found so many days ago, and never before', () => {
    expect(due(since(7))).toEqual(['a']);
    expect(due(since(6.9))).toEqual([]);
  });

  test('and says so in the plan, whole days', () => {
    const all = [ours('a', since(9.5)), ours('b', since(1)), ours('c', { ...since(9), [tagKeys.stack]: 'off' })];
    const orphans = orphanSnapshots(all, images, { deployment, minimum_age_days: 0, binned: [], now });
    expect(orphans.map(({ reasons }) => reasons)).toEqual(all.map(() => ['its image ami-0123 no longer exists']));
    expect(dueOrphans(orphans, all, policies({ orphan_days: 1 }), now)).toEqual([
      {
        kind: 'snapshot',
        id: 'a',
        region: 'us-east-1',
        name: 'Created by CreateImage(i-1) for ami-0123',
        stack: 'tool',
        creation_date: daysAgo(100),
        size_gb: 8,
        decision: 'remove',
        reasons: ['its image ami-0123 no longer exists', 'found without an image 9 days ago'],
        codes: ['orphan'],
        unmanaged: false,
        snapshots: ['a'],
      },
      expect.objectContaining({ id: 'b', reasons: [expect.any(String), 'found without an image 1 day ago'] }),
    ]);
    expect(dueOrphans(orphans, [], policies({}), now)).toEqual([]);
  });

  test('never of another deployment, unfinished, or exactly as old as the minimum age', () => {
    const found = (changes: Partial<Ec2Snapshot>, tags: Tags = {}) =>
      orphanSnapshots([{ ...ours('a', tags), ...changes }], images, {
        deployment,
        minimum_age_days: 14,
        binned: [],
        now,
      }).length;
    expect(found({})).toBe(1);
    expect(found({}, { [tagKeys.deployment]: 'prod@us-east-1' })).toBe(0);
    expect(found({ state: 'pending' })).toBe(0);
    expect(found({ start_time: daysAgo(14) })).toBe(0);
    expect(found({ description: 'Again: Created by CreateImage(i-1) for ami-0123' })).toBe(0);
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

  test('never while the image is in the Recycle Bin, from where it can come back', () => {
    const gone = ours('a');
    const found = (binned: string[]) =>
      orphanSnapshots([gone], images, { deployment, minimum_age_days: 0, binned, now }).map(({ id }) => id);
    expect(found([])).toEqual(['a']);
    expect(found([imageOf(gone.description) ?? ''])).toEqual([]);
  });

  test('whose tag goes when an image uses it again', () => {
    const all = [ours('new'), ours('known', since(3)), ours('used', since(3)), ours('fine')];
    expect(orphanMarks(all, [{ id: 'new' }, { id: 'known' }])).toEqual({ mark: ['new'], unmark: ['used'] });
  });
});

describe('a snapshot of nobody that is asked for by its description', () => {
  const decide = (changes: Partial<Ec2Snapshot> = {}, description = 'Created by CreateImage*') =>
    foreignOrphans([snapshot('a', changes)], images, { description, age_days: 90, binned: [], now }).map(
      ({ decision, codes, reasons, unmanaged }) => [decision, codes, reasons, unmanaged],
    );

  test('goes when EC2’s description names an image that is gone', () => {
    expect(decide()).toEqual([['remove', ['orphan'], ['its image ami-0123 no longer exists'], true]]);
    expect(decide({}, 'Copied for*')).toEqual([]);
  });

  const unknown = 'its description names no image: nobody can tell whether it is needed';
  test.each<[string, Partial<Ec2Snapshot>, CleanupCode[], string[]]>([
    [
      'its image exists, though disabled',
      { description: 'Created by CreateImage(i-1) for ami-4567' },
      ['image-exists'],
      ['an image uses it, or ami-4567 exists'],
    ],
    ['another image uses it', { snapshot_id: 'used' }, ['image-exists'], ['an image uses it, or ami-0123 exists']],
    [
      'its description names no image',
      { description: 'Created by CreateImages for my backup' },
      ['image-unknown'],
      [unknown],
    ],
    [
      'its description names no image first',
      { description: 'Created by CreateImage: Created by CreateImage(i-1) for ami-0123' },
      ['image-unknown'],
      [unknown],
    ],
    [
      'its description names no image, and one uses it',
      { snapshot_id: 'used', description: 'Created by CreateImages for my backup' },
      ['image-unknown', 'image-exists'],
      [unknown, 'an image uses it'],
    ],
    ['it is not completed', { state: 'pending' }, ['pending'], ['it is pending']],
    ['it is too young', { start_time: daysAgo(90) }, ['not-due'], ['it is 90 days old, not more than 90']],
    ['its age cannot be read', { start_time: '' }, ['not-due'], ['it is of unknown age, not more than 90']],
    ['a tag keeps it', { tags: { [tagKeys.keep]: 'True' } }, ['keep-tag'], ['its tag spawn:keep=True protects it']],
  ])('stays when %s', (_, changes, codes, reasons) => {
    expect(decide(changes)).toEqual([['keep', codes, reasons, true]]);
  });

  test('has the entry that its removal needs', () => {
    const asked = { description: '*', age_days: 90, binned: [], now };
    expect(foreignOrphans([snapshot('a')], images, asked)).toEqual([
      {
        kind: 'snapshot',
        id: 'a',
        region: 'us-east-1',
        name: 'Created by CreateImage(i-1) for ami-0123',
        creation_date: daysAgo(100),
        size_gb: 8,
        decision: 'remove',
        reasons: ['its image ami-0123 no longer exists'],
        codes: ['orphan'],
        unmanaged: true,
        snapshots: ['a'],
      },
    ]);
  });

  test('is not among those of any deployment', () => {
    expect(decide({ tags: { [tagKeys.deployment]: 'prod@us-east-1' } })).toEqual([]);
  });
});
