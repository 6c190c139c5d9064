import { snapshotsToRestore, undeleted } from '../../../core/cleanup/undeletion';
import type { Ec2Image } from '../../../core/model/ec2';
import type { Image } from '../../../core/model/image';
import { tagKeys } from '../../../core/tags';

const now = new Date('2026-02-01T12:00:00Z');
const tags = {
  [tagKeys.managed]: 'true',
  [tagKeys.stack]: 'tool',
  [tagKeys.version]: '1.0.0',
  [tagKeys.state]: 'published',
};
const ec2 = (more: object): Ec2Image => ({ state: 'disabled', tags: { ...tags, ...more } }) as unknown as Ec2Image;

test('what EC2 still has is left, what is in the bin comes back, and the rest is lost', () => {
  const there = [{ snapshot_id: 'snap-0' }, { snapshot_id: 'snap-1' }];
  expect(snapshotsToRestore(['snap-1', 'snap-2', 'snap-3'], there, new Set(['snap-1', 'snap-2']))).toEqual({
    restore: ['snap-2'],
    lost: ['snap-3'],
  });
});

test('the record has nothing left of the removal, nor what would remove the image again', () => {
  const record = { removed_at: '2026-01-01T00:00:00Z', removal_reasons: ['old'], tags: {} } as unknown as Image;
  const changes = undeleted(
    record,
    ec2({ [tagKeys.cleanupMarked]: 'x', [tagKeys.removeAt]: 'x', 'aws:recycle-bin:resource-in-bin': 'true' }),
    now,
  );
  expect(changes.tags).toEqual(tags);
  expect(changes).toMatchObject({ state: 'available', stack: 'tool', lifecycle: 'published' });
  expect(changes.removed_at).toBeUndefined();
  expect(changes.removal_reasons).toBeUndefined();
});

test('a revoked image stays disabled', () => {
  const record = { revocation: { at: '', reason: 'bad', launch_permissions: [] }, tags: {} } as unknown as Image;
  expect(undeleted(record, ec2({}), now).state).toBe('disabled');
});
