import type { Ec2Snapshot } from '../../../core/model/ec2';
import { snapshotTagging } from '../../../core/catalog/shared-snapshots';
import { identityTags } from '../../../core/catalog/tag-repair';
import { tagKeys, type Tags } from '../../../core/tags';
import { ec2Image } from '../kit/images';

const deployment = 'dev@us-east-1';
const ours = identityTags(deployment);
const snapshot = (tags: Tags): Ec2Snapshot => ({
  snapshot_id: 's',
  region: 'us-east-1',
  state: 'completed',
  progress_percent: 100,
  size_gb: 8,
  encrypted: false,
  start_time: '2026-01-01T00:00:00Z',
  description: '',
  tags,
});
const other = (tags: Tags, state: 'available' | 'disabled' | 'deregistered' = 'available') =>
  ec2Image({
    image_id: 'b',
    state,
    tags,
    block_devices: [{ device: '/dev/xvda', snapshot_id: 's', size_gb: 8, encrypted: false }],
  });
const tagging = (set: Tags, remove: string[] = [], tags: Tags = set) => ({ ami_id: 'a', set, remove, tags });
const change = (image: ReturnType<typeof tagging>, others: ReturnType<typeof other>[], tags: Tags) =>
  snapshotTagging(image, others, [snapshot(tags)], deployment)[0];

test('the snapshot of one image follows it', () => {
  expect(
    change(tagging({ team: 'ml' }, ['draft']), [other({}, 'deregistered')], { ...ours, draft: 'yes' }),
  ).toMatchObject({ set: { team: 'ml' }, remove: ['draft'] });
});

test('the snapshot of several images says what all of them say, disabled ones too', () => {
  const image = tagging({ ...ours, [tagKeys.stack]: 'torch', team: 'ml' });
  expect(change(image, [other({ [tagKeys.stack]: 'jax', team: 'ml' }, 'disabled')], {})).toEqual({
    snapshot_id: 's',
    set: { ...ours, team: 'ml' },
    remove: [],
  });
});

test('what one of its images does not say is taken off it; what only the snapshot says stays', () => {
  const found = change(tagging({ team: 'web' }), [other({ team: 'ml' })], { ...ours, team: 'ml', backup: 'daily' });
  expect(found).toEqual({ snapshot_id: 's', set: {}, remove: ['team'] });
});

test('it is kept as long as one of its images is', () => {
  expect(change(tagging({ [tagKeys.keep]: 'true' }), [other({})], ours)).toMatchObject({
    set: { [tagKeys.keep]: 'true' },
  });
  expect(
    change(tagging({}, [tagKeys.keep]), [other({ [tagKeys.keep]: 'true' })], { ...ours, [tagKeys.keep]: 'true' }),
  ).toBeUndefined();
});

test('a snapshot of another deployment is left alone, and one of ours keeps its identity', () => {
  expect(change(tagging({ ...ours, team: 'ml' }), [other({})], identityTags('next@us-east-1'))).toBeUndefined();
  expect(change(tagging({ ...ours, team: 'ml' }), [other({ team: 'ml' })], ours)).toEqual({
    snapshot_id: 's',
    set: { team: 'ml' },
    remove: [],
  });
});

test('the image itself and images of other snapshots do not share it', () => {
  const [disk] = other({}).block_devices;
  const itself = { ...other({ team: 'web' }), image_id: 'a' };
  const elsewhere = { ...other({ team: 'web' }), block_devices: [{ ...disk!, snapshot_id: 't' }] };
  expect(change(tagging({ team: 'ml' }), [itself, elsewhere], ours)).toMatchObject({ set: { team: 'ml' } });
  const second = { ...other({ team: 'web' }), block_devices: [{ ...disk!, snapshot_id: 't' }, disk!] };
  expect(change(tagging({ team: 'ml' }), [second], ours)).toBeUndefined();
});

test('no change of an image changes on a snapshot of ours what decides who may change it, and none copies a tag of AWS', () => {
  const fixed = { [tagKeys.state]: 'candidate', [tagKeys.deployment]: 'prod@us-east-1', [tagKeys.latest]: 'true' };
  expect(change(tagging({ ...fixed, team: 'ml' }, [tagKeys.managed, 'draft']), [], { ...ours, draft: 'yes' })).toEqual({
    snapshot_id: 's',
    set: { team: 'ml' },
    remove: ['draft'],
  });
  const shared = { ...fixed, 'aws:backup': 'x', 'AWS:Other': 'x', 'my-aws:tag': 'x' };
  expect(change(tagging(shared), [other(shared)], ours)).toMatchObject({ set: { 'my-aws:tag': 'x' }, remove: [] });
  expect(change(tagging(shared), [other(shared)], {})).toMatchObject({ set: { ...ours, 'my-aws:tag': 'x' } });
});

test('what the snapshot says already is not written again', () => {
  const both = { team: 'ml', [tagKeys.keep]: 'true' };
  expect(change(tagging(both), [other(both)], { ...ours, ...both })).toBeUndefined();
});

test('it is no longer kept when the last of its images is not', () => {
  const present = { ...ours, [tagKeys.keep]: 'true' };
  expect(change(tagging({}, [tagKeys.keep]), [other({})], present)).toMatchObject({ remove: [tagKeys.keep] });
  expect(change(tagging({ team: 'ml' }), [other({ team: 'ml' })], present)).toMatchObject({ remove: [] });
});
