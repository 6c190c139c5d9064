import * as fc from 'fast-check';
import type { Image, CopyGrant, Share, ShareTarget } from '../../../core/model/image';
import { shareImageRequest } from '../../../core/api/contract/sharing';
import {
  isActive,
  namesOfTargets,
  planPermissions,
  sharedTagKeys,
  sharedTags,
  withOthers,
  withoutShares,
  withShares,
  type Permissions,
} from '../../../core/sharing/plan';
import { keyGrantName, keyWarnings } from '../../../core/sharing/keys';
import { checkSharing, shareTargets, type SharingFacts } from '../../../core/sharing/check';
import { daysAgo, image, named, now } from '../kit/images';

const [lab, clinic] = ['210987654321', '345678901234'];
const account = (id: string): ShareTarget => ({ kind: 'account', id });
const everybody: ShareTarget = { kind: 'public', id: 'all' };
const organization: ShareTarget = {
  kind: 'organization',
  id: 'arn:aws:organizations::123456789012:organization/o-exampleorgid',
};
const share = (target: ShareTarget, changes: Partial<Share> = {}): Share => ({
  ...target,
  copyable: false,
  since: daysAgo(3),
  by: 'jo',
  ...changes,
});
const volume = (snapshot_id: string) => ({ snapshot_id, device: '/dev/xvda', size_gb: 8, encrypted: false });
const nobody: Permissions = { image: [], snapshots: [{ snapshot_id: 'snap-1', targets: [] }] };

/** EC2 after a settlement was carried out. */
function applied(actual: Permissions, { image: change, snapshots }: ReturnType<typeof planPermissions>): Permissions {
  const changed = (has: readonly ShareTarget[], { add, remove }: { add: ShareTarget[]; remove: ShareTarget[] }) => [
    ...has.filter((each) => !remove.some((other) => other.id === each.id)),
    ...add,
  ];
  return {
    image: changed(actual.image, change),
    snapshots: actual.snapshots.map(({ snapshot_id, targets }) => ({
      snapshot_id,
      targets: changed(
        targets,
        snapshots.find((each) => each.snapshot_id === snapshot_id)!,
      ),
    })),
  };
}

describe('what EC2 lets others do', () => {
  test('follows what is wanted: an account gets the image, a copyable one the snapshots too', () => {
    const {
      image: change,
      snapshots,
      given,
    } = planPermissions([share(account(lab)), share(account(clinic), { copyable: true })], nobody, now);
    expect([change.add, snapshots[0]!.add, given]).toEqual([
      [account(lab), account(clinic)],
      [account(clinic)],
      [account(lab), account(clinic)],
    ]);
  });

  test('loses what is over, with the snapshots, and what is over goes from the record', () => {
    const over = share(account(lab), { copyable: true, until: daysAgo(0) });
    const plan = planPermissions(
      [over],
      { image: [account(lab)], snapshots: [{ snapshot_id: 'snap-1', targets: [account(lab)] }] },
      now,
    );
    expect([plan.image.remove, plan.snapshots[0]!.remove, plan.shares]).toEqual([[account(lab)], [account(lab)], []]);
    expect(isActive({ ...over, until: daysAgo(-1) }, now)).toBe(true);
  });

  test('keeps what somebody else gave, and that is told', () => {
    const { image: change, foreign } = planPermissions(
      [share(account(lab))],
      { image: [account(lab), account(clinic)], snapshots: [{ snapshot_id: 'snap-1', targets: [account(lab)] }] },
      now,
    );
    expect([change.remove, foreign]).toEqual([[], [account(clinic), account(lab)]]);
  });

  test('lets a snapshot be what all of its images want: one of them takes nothing away from another', () => {
    const over = share(account(lab), { copyable: true, until: daysAgo(0) });
    const both = { image: [account(lab)], snapshots: [{ snapshot_id: 'snap-1', targets: [account(lab)] }] };
    const takenWith = (other: Partial<Image>) => {
      const actual = withOthers(both, [image({ ami_id: 'ami-2', snapshots: [volume('snap-1')], ...other })], now);
      const { image: change, snapshots, foreign } = planPermissions([over], actual, now);
      return [change.remove, snapshots[0]!.remove, foreign].map((some) => some.length);
    };
    const grant: CopyGrant = { account: lab, holder: 'bld-1', since: daysAgo(1), until: daysAgo(-1) };
    expect(takenWith({ shares: [share(account(lab), { copyable: true })] })).toEqual([1, 0, 0]);
    expect(takenWith({ loans: [grant] })).toEqual([1, 0, 0]);
    expect(takenWith({ loans: [{ ...grant, until: daysAgo(0) }] })).toEqual([1, 1, 0]);
    expect(takenWith({ shares: [share(account(lab))] })).toEqual([1, 1, 0]);
    expect(takenWith({ shares: [over] })).toEqual([1, 1, 0]);
    expect(takenWith({ shares: [share(account(clinic), { copyable: true })] })).toEqual([1, 1, 0]);
    const elsewhere = [volume('snap-2')];
    expect(takenWith({ snapshots: elsewhere, shares: [share(account(lab), { copyable: true })] })).toEqual([1, 1, 0]);
    const gone = { state: 'vanished' as const, shares: [share(account(lab), { copyable: true })] };
    expect(takenWith(gone)).toEqual([1, 1, 0]);
    const foreignOf = (others: Image[]) =>
      planPermissions([], withOthers({ ...both, image: [] }, others, now), now).foreign;
    const wants = { ami_id: 'ami-2', snapshots: [volume('snap-1')], shares: [share(account(lab), { copyable: true })] };
    expect([foreignOf([]), foreignOf([image(wants)])]).toEqual([[account(lab)], []]);
  });

  test('gives an organization the image and never a snapshot, which EC2 does not allow', () => {
    expect(planPermissions([share(organization, { copyable: true })], nobody, now).snapshots[0]!.add).toEqual([]);
  });

  const targets = [account(lab), account(clinic), everybody, organization];
  const some = fc.subarray(targets);
  const shares = fc
    .tuple(
      fc.subarray(targets),
      fc.infiniteStream(fc.record({ copyable: fc.boolean(), days: fc.constantFrom(undefined, -1, 1) })),
    )
    .map(([chosen, stream]) =>
      chosen.map((target) => {
        const { copyable, days } = stream.next().value;
        return share(target, { copyable, ...(days !== undefined && { until: daysAgo(-days) }) });
      }),
    );

  test('is in line after one repair: the second changes nothing, and nothing is missing or over', () => {
    fc.assert(
      fc.property(shares, some, some, (wanted, launchers, copiers) => {
        const actual = {
          image: launchers,
          snapshots: [{ snapshot_id: 'snap-1', targets: copiers.filter(({ kind }) => kind !== 'organization') }],
        };
        const once = planPermissions(wanted, actual, now);
        const after = applied(actual, once);
        const again = planPermissions(once.shares, after, now);
        expect([again.given, again.taken, again.shares]).toEqual([[], [], once.shares]);
        for (const each of once.shares) expect(after.image).toContainEqual({ kind: each.kind, id: each.id });
        expect(again.foreign.length).toBeLessThanOrEqual(launchers.length + copiers.length);
      }),
    );
  });

  test('that is given and taken back is as if it had never been', () => {
    fc.assert(
      fc.property(some, fc.boolean(), (asked, copyable) => {
        const given = planPermissions(withShares([], asked, { copyable, by: 'jo' }, now), nobody, now);
        const there = applied(nobody, given);
        const back = planPermissions(withoutShares(given.shares, asked, 'jo', now), there, now);
        expect([applied(there, back), back.shares, back.foreign]).toEqual([nobody, [], []]);
      }),
    );
  });
});

test('who is given an image again keeps the beginning and the snapshots, and gets the new end', () => {
  const first = withShares(
    [],
    [account(lab), account(clinic)],
    { copyable: true, until: daysAgo(-1), by: 'jo' },
    new Date(daysAgo(2)),
  );
  expect(withShares(first, [account(lab)], { copyable: false, by: 'al' }, now)).toEqual([
    { ...account(lab), copyable: true, since: daysAgo(2), by: 'jo' },
    first[1],
  ]);
});

test('recipients are told what they were given by tags that they can see', () => {
  const tags = sharedTags(image({ base_os: 'al2023' }));
  expect(tags).toEqual({
    'ec2:SharedTag/stack': 'pytorch',
    'ec2:SharedTag/version': '2.2',
    'ec2:SharedTag/variant': 'x86_64',
    'ec2:SharedTag/base': 'al2023',
    'ec2:SharedTag/arch': 'x86_64',
  });
  expect(sharedTagKeys).toEqual(expect.arrayContaining(Object.keys(tags)));
});

test('a history names accounts, organizations, and everybody', () => {
  expect(namesOfTargets([account(lab), organization, everybody])).toBe(`account ${lab}, ${organization.id}, everybody`);
});

describe('a request to share', () => {
  const read = (body: object) => shareTargets(shareImageRequest.parse(body), '123456789012', now);
  const arn = { organizations: [organization.id] };

  test('names each once', () => {
    expect(read({ accounts: [lab, lab], public: true, ...arn })).toEqual([account(lab), organization, everybody]);
  });

  test.each([
    [{}, 'no target is given'],
    [{ accounts: ['123456789012'] }, 'owns the image'],
    [{ ...arn, copyable: true }, 'a snapshot cannot be shared with'],
    [{ accounts: [lab], until: daysAgo(1) }, 'is in the past'],
    [{ accounts: [lab], revoke: true, copyable: true }, 'leave both out'],
    [{ accounts: [lab], revoke: true, until: daysAgo(-1) }, 'leave both out'],
  ])('%j is refused', (body, sentence) => {
    expect(() => read(body)).toThrow(named('InvalidRequest', sentence));
  });

  test.each([
    { accounts: ['1234'] },
    { organizations: ['o-exampleorgid'] },
    { organizational_units: [organization.id] },
    { until: 'soon' },
    { group: 'all' },
  ])('%j is not understood', (body) => {
    expect(shareImageRequest.safeParse(body).success).toBe(false);
  });
});

describe('before anything is shared', () => {
  const used = (count: number) => ({ quota: 'publicImages' as const, location: 'us-east-1', used: count, limit: 5 });
  const access = { images_blocked: false, snapshots_blocked: false, public_images: [], quota: used(0) };
  const check =
    (wanted: Share[], facts: Partial<SharingFacts> = {}, changes = {}) =>
    () =>
      checkSharing(image(changes), wanted, { keys: [], ...facts }, now);
  const key = (manager: 'AWS' | 'CUSTOMER' | 'unknown') => ({
    keys: [{ snapshot_id: 'snap-1', key_arn: 'arn:key', manager }],
  });

  test('an image that is available passes; one that is not is refused', () => {
    expect(check([share(account(lab))])).not.toThrow();
    expect(check([share(account(lab))], {}, { state: 'disabled' })).toThrow(named('WrongState', 'restore it first'));
    expect(check([share(account(lab))], {}, { state: 'failed' })).toThrow(named('WrongState', 'is failed'));
  });

  test('what AWS’s own key encrypts is shared with nobody, what cannot be known neither, what your key encrypts not with everybody', () => {
    expect(check([share(account(lab))], key('AWS'))).toThrow(
      named('EncryptionPreventsSharing', 'cannot be shared at all'),
    );
    expect(check([share(account(lab))], key('unknown'))).toThrow(
      named('EncryptionPreventsSharing', "Allow this deployment's role"),
    );
    expect(check([share(everybody)], { ...key('CUSTOMER'), public_access: access })).toThrow(
      named('EncryptionPreventsSharing', 'cannot be public'),
    );
    expect(check([share(account(lab))], key('CUSTOMER'))).not.toThrow();
  });

  test('the owner of a key is told what its policy must allow whom this deployment may not let use it, once for each key', () => {
    const need = (...targets: ShareTarget[]) => ({ key_arn: 'arn:aws-cn:kms:cn-north-1:1:key/1', targets });
    expect(keyWarnings([need(account(lab)), need(account(lab), organization)])).toEqual([
      expect.stringMatching(
        new RegExp(
          `the policy of arn:aws-cn:kms:cn-north-1:1:key/1 must allow arn:aws-cn:iam::${lab}:root, everybody of ${organization.id}.*kms:Decrypt, kms:DescribeKey, kms:CreateGrant, kms:ReEncrypt`,
        ),
      ),
    ]);
    expect(keyWarnings([need()])).toEqual([]);
  });

  test('the grant of a key has a name that KMS takes, one for each image and account', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^ami-[0-9a-f]{17}$/),
        fc.stringMatching(/^\d{12}$/),
        (ami, id) =>
          /^[a-zA-Z0-9:/_-]{1,256}$/.test(keyGrantName(ami, id)) &&
          keyGrantName(ami, id) !== keyGrantName(`${ami}0`, id),
      ),
    );
  });

  test('what the account blocks is refused, snapshots only where they are asked for', () => {
    expect(check([share(everybody)], { public_access: { ...access, images_blocked: true } })).toThrow(
      named('PublicAccessBlocked', 'aws ec2 disable-image-block-public-access'),
    );
    expect(check([share(everybody)], { public_access: { ...access, snapshots_blocked: true } })).not.toThrow();
    expect(
      check([share(everybody, { copyable: true })], { public_access: { ...access, snapshots_blocked: true } }),
    ).toThrow(named('PublicAccessBlocked', 'snapshots'));
  });

  test('the quotas are kept: of public images, of which it may be one already, and of whom one is shared with', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    expect(check([share(everybody)], { public_access: { ...access, public_images: five, quota: used(5) } })).toThrow(
      named('QuotaExceeded', '5 of 5 public AMIs are used in us-east-1'),
    );
    expect(
      check([share(everybody)], {
        public_access: { ...access, public_images: ['ami-1', ...five.slice(1)], quota: used(5) },
      }),
    ).not.toThrow();
    const many = Array.from({ length: 1001 }, (_, index) => share(account(String(200_000_000_000 + index))));
    expect(check(many)).toThrow(named('LimitExceeded', '1001'));
    expect(check(many.slice(1))).not.toThrow();
  });
});
