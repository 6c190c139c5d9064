import * as fc from 'fast-check';
import type { CopyGrant, Share } from '../../../core/model/image';
import {
  holderOf,
  sharesWithCopyGrants,
  withCopyGrant,
  withoutGrantees,
  withoutCopyGrant,
} from '../../../core/replication/copy-grants';
import { isActive, planPermissions } from '../../../core/sharing/plan';

const now = new Date('2026-01-14T12:00:00Z');
const tomorrow = new Date('2026-01-15T12:00:00Z');
const account = '222233334444';
const target = { kind: 'account' as const, id: account };
const share = (changes: Partial<Share> = {}): Share => ({
  ...target,
  copyable: false,
  since: '2026-01-01T00:00:00Z',
  by: 'arn:aws:iam::123456789012:user/ada',
  ...changes,
});
const grantCopy = (grants: CopyGrant[], holder: string): CopyGrant[] =>
  withCopyGrant(grants, { account, holder }, tomorrow, now);
const plannedFor = (shares: Share[], grants: CopyGrant[], has: { image: boolean; snapshot: boolean }) => {
  const { image, snapshots } = planPermissions(
    sharesWithCopyGrants(shares, grants),
    { image: has.image ? [target] : [], snapshots: [{ snapshot_id: 'snap-1', targets: has.snapshot ? [target] : [] }] },
    now,
  );
  return { image, snapshot: { add: snapshots[0]!.add, remove: snapshots[0]!.remove } };
};

test('an account with a copy grant may launch and copy, until the grant of its last holder ends', () => {
  const [first, second] = ['us-east-1', 'eu-west-1'].map((region) => holderOf('op-1', { account, region })) as [
    string,
    string,
  ];
  const both = grantCopy(grantCopy([], first), second);
  expect(plannedFor([], both, { image: false, snapshot: false }).snapshot.add).toContainEqual(target);
  const one = withoutCopyGrant(both, first, now);
  expect(plannedFor([], one, { image: true, snapshot: true })).toEqual({
    image: { add: [], remove: [] },
    snapshot: { add: [], remove: [] },
  });
  expect(plannedFor([], withoutCopyGrant(one, second, now), { image: true, snapshot: true })).toEqual({
    image: { add: [], remove: [target] },
    snapshot: { add: [], remove: [target] },
  });
});

test('a share that was there stays when a copy grant is over, and is copyable no longer than it was', () => {
  const over = withoutCopyGrant(grantCopy([], 'op-1'), 'op-1', now);
  expect(plannedFor([share()], over, { image: true, snapshot: true })).toEqual({
    image: { add: [], remove: [] },
    snapshot: { add: [], remove: [target] },
  });
  expect(plannedFor([share({ copyable: true })], over, { image: true, snapshot: true })).toEqual({
    image: { add: [], remove: [] },
    snapshot: { add: [], remove: [] },
  });
});

test('a revocation keeps for later whom the image was shared with, and not who only borrows it', () => {
  const permissions = [{ user_id: account }, { user_id: '333344445555' }, { group: 'all' }];
  const grants = grantCopy([], 'op-1');
  expect(withoutGrantees(permissions, { loans: grants })).toEqual(permissions.slice(1));
  expect(withoutGrantees(permissions, { loans: grants, shares: [share()] })).toEqual(permissions);
  expect(withoutGrantees(permissions, {})).toEqual(permissions);
});

test('a repeated copy grant is the same one with a new end, and its end leaves the grants of other holders', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('op-1', 'op-2', 'op-3'), { minLength: 1 }),
      fc.constantFrom('op-1', 'op-2', 'op-3'),
      (holders, ended) => {
        const grants = holders.reduce(grantCopy, [] as CopyGrant[]);
        expect(grants).toHaveLength(new Set(holders).size);
        const left = withoutCopyGrant(grants, ended, now).filter((grant) => isActive(grant, now));
        expect(left.map(({ holder }) => holder).sort()).toEqual(
          [...new Set(holders)].filter((holder) => holder !== ended).sort(),
        );
      },
    ),
  );
});
