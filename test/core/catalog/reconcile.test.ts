import * as fc from 'fast-check';
import { catalogRecord } from '../../../core/catalog/record';
import type { Ec2Image } from '../../../core/model/ec2';
import type { Image } from '../../../core/model/image';
import { reconcile } from '../../../core/catalog/reconcile';
import { wrongNameLines } from '../../../core/catalog/wrong-names';
import { daysAgo, ec2Image, now } from '../kit/images';

const recorded = (image: Ec2Image, changes: Partial<Image> = {}): Image => ({
  ...catalogRecord({ ...image, ami_id: image.image_id, now: new Date(daysAgo(1)) }),
  revision: 3,
  ...changes,
});
const nothing = { adopt: [], update: [], vanish: [] };

test('a catalog that says what EC2 says is left alone', () => {
  expect(reconcile('us-east-1', [ec2Image()], [recorded(ec2Image())], now)).toEqual(nothing);
});

test('an image made elsewhere is adopted if it is managed by tag, under either key', () => {
  const found = [
    ec2Image(),
    ec2Image({ image_id: 'ami-2', tags: { stack: 'pytorch' } }),
    ec2Image({ image_id: 'ami-3', tags: { Name: 'mine' } }),
  ];
  expect(reconcile('us-east-1', found, [], now).adopt.map(({ ami_id }) => ami_id)).toEqual(['ami-1', 'ami-2']);
});

describe('a stack, version or variant in the tags that breaks the rules of recipes', () => {
  const managed = { 'spawn:managed': 'true', 'spawn:state': 'published', 'spawn:stack': 'pytorch' };
  const linesOf = (...images: Ec2Image[]) => wrongNameLines(images, 'dev@us-east-1');
  const cases = [
    ['spawn:stack', '../../etc'],
    ['spawn:stack', 'My Stack'],
    ['spawn:stack', ''],
    ['spawn:version', ' 1.11 '],
    ['spawn:version', 'latest'],
    ['spawn:variant', 'a/b'],
  ] as const;

  test.each(cases)('is not taken from a new image, which is without it: %s=%j', (key, value) => {
    const found = ec2Image({ tags: { ...managed, [key]: value } });
    const { adopt } = reconcile('us-east-1', [found], [], now);
    expect(adopt.map(({ stack, version, variant, lifecycle }) => [stack, version, variant, lifecycle])).toEqual([
      [key === 'spawn:stack' ? undefined : 'pytorch', undefined, undefined, 'published'],
    ]);
    expect(linesOf(found)).toEqual([expect.stringContaining(`ami-1 has ${key}='${value}'`)]);
    expect(linesOf(found)[0]).toContain('spawn tag-ami ami-1 --');
  });

  test.each(cases)('is taken out of a record that has it: %s=%j', (key, value) => {
    const found = ec2Image({ tags: { ...managed, [key]: value } });
    const name = key.slice('spawn:'.length) as 'stack' | 'version' | 'variant';
    const { update } = reconcile('us-east-1', [found], [recorded(found, { [name]: value })], now);
    expect(update.map((each) => each[name])).toEqual([undefined]);
  });

  test('does not manage an image that says nothing else, and that is told too', () => {
    const found = ec2Image({ tags: { stack: 'My Stack', version: '1.0' } });
    expect(reconcile('us-east-1', [found], [], now)).toEqual(nothing);
    expect(linesOf(found)).toEqual([
      expect.stringMatching(/^ami-1 has stack='My Stack', .* left out of the catalog .*spawn tag-ami ami-1 --stack/),
    ]);
  });

  test('is told with its effect and its correction, and of a long one the beginning', () => {
    const line = (tags: Record<string, string>) => linesOf(ec2Image({ tags }));
    expect(line({ ...managed, 'spawn:version': 'latest' })).toEqual([
      expect.stringMatching(
        /^ami-1 has spawn:version='latest', which .+; the image is known without it until it is corrected: spawn tag-ami ami-1 --version VERSION$/,
      ),
    ]);
    expect(line({ ...managed, 'spawn:version': 'x'.repeat(200) })[0]).toContain(`='${'x'.repeat(80)}', which`);
  });

  test('of another deployment is corrected there', () => {
    const theirs = { ...managed, 'spawn:deployment': 'prod@us-east-1', 'spawn:version': 'latest' };
    expect(linesOf(ec2Image({ tags: theirs }))).toEqual([expect.stringContaining('deployment prod@us-east-1')]);
  });

  test('is told of no image that nobody manages, that is gone, or whose build still makes it', () => {
    const wrong = { 'spawn:version': 'latest' };
    const silent = [
      ec2Image({ tags: { version: 'latest', Name: 'mine' } }),
      ec2Image({ tags: { ...managed, ...wrong }, state: 'deregistered' }),
      ec2Image({ tags: { ...managed, ...wrong, 'spawn:state': 'candidate' } }),
      ec2Image({
        tags: { ...managed, stack: 'My Stack', 'spawn:version': '2.2.0+3', 'spawn:variant': 'cuda12-x86_64' },
      }),
    ];
    expect(linesOf(...silent)).toEqual([]);
  });
});

test('of a member account all images are recorded, as its own, and records of other accounts are left alone', () => {
  const location = { region: 'us-east-1', account: '222233334444' };
  const found = [
    ec2Image({ owner_id: location.account }),
    ec2Image({ image_id: 'ami-3', owner_id: location.account, tags: { Name: 'mine' } }),
  ];
  const { adopt, vanish } = reconcile(location, found, [recorded(ec2Image({ image_id: 'ami-home' }))], now);
  expect(adopt.map(({ ami_id, account, lifecycle }) => [ami_id, account, lifecycle])).toEqual([
    ['ami-1', location.account, 'published'],
    ['ami-3', location.account, 'unmanaged'],
  ]);
  expect(vanish).toEqual([]);
  const theirs = recorded(ec2Image({ owner_id: location.account }), { account: location.account });
  expect([
    reconcile(location, [], [theirs], now).vanish.length,
    reconcile('us-east-1', [], [theirs], now).vanish.length,
  ]).toEqual([1, 0]);
});

test('a candidate is left to the build that makes it', () => {
  expect(
    reconcile('us-east-1', [ec2Image({ tags: { 'spawn:managed': 'true', 'spawn:state': 'candidate' } })], [], now),
  ).toEqual(nothing);
});

test('what was published stays so when somebody sets its tag back to candidate; the record follows the tag otherwise', () => {
  const tampered = ec2Image({ tags: { ...ec2Image().tags, 'spawn:state': 'candidate' } });
  const after = (lifecycle: Image['lifecycle']) =>
    reconcile('us-east-1', [tampered], [recorded(ec2Image(), { lifecycle })], now).update.map((image) => [
      image.lifecycle,
      image.tags['spawn:state'],
    ]);
  expect(after('published')).toEqual([['published', 'candidate']]);
  expect(after('unmanaged')).toEqual([['candidate', 'candidate']]);
});

test('a record follows EC2 and keeps what only the catalog knows', () => {
  const tests = [{ build_id: 'bld-1', instance_type: 'm7i.large', verdict: 'passed' as const, tested_at: daysAgo(2) }];
  const changed = ec2Image({ state: 'disabled', tags: { ...ec2Image().tags, 'spawn:deprecated': 'true' } });
  const { update } = reconcile(
    'us-east-1',
    [changed],
    [recorded(ec2Image(), { tests, recipe_digest: 'd', base_source: 'al2023' })],
    now,
  );
  expect(update).toEqual([
    expect.objectContaining({
      state: 'disabled',
      deprecated: true,
      tests,
      recipe_digest: 'd',
      base_source: 'al2023',
      revision: 3,
      updated_at: now.toISOString(),
    }),
  ]);
});

test('what EC2 does not know any more is marked as vanished, once', () => {
  const gone = recorded(ec2Image());
  const { vanish } = reconcile('us-east-1', [], [gone], now);
  expect(vanish).toEqual([{ ...gone, state: 'vanished', updated_at: now.toISOString() }]);
  expect(reconcile('us-east-1', [], vanish, now)).toEqual(nothing);
});

test('a deregistered image that EC2 still lists counts as gone, one that comes back is as EC2 says', () => {
  expect(
    reconcile('us-east-1', [ec2Image({ state: 'deregistered' })], [recorded(ec2Image())], now).vanish,
  ).toHaveLength(1);
  expect(reconcile('us-east-1', [ec2Image()], [recorded(ec2Image(), { state: 'vanished' })], now).update).toEqual([
    expect.objectContaining({ state: 'available' }),
  ]);
});

test('an image made a moment ago may be missing from EC2’s list', () => {
  const young = ec2Image({ creation_date: new Date(now.getTime() - 60_000).toISOString() });
  expect(reconcile('us-east-1', [], [recorded(young)], now)).toEqual(nothing);
});

test('fifteen minutes later it is missing', () => {
  const made = (seconds: number) =>
    recorded(ec2Image({ creation_date: new Date(now.getTime() - seconds * 1000).toISOString() }));
  expect(reconcile('us-east-1', [], [made(899)], now)).toEqual(nothing);
  expect(reconcile('us-east-1', [], [made(900)], now).vanish).toHaveLength(1);
});

test('what a cleanup removed is gone, though EC2 lists it for an hour; listed later, somebody restored it', () => {
  const removed = (minutes: number) =>
    recorded(ec2Image(), {
      state: 'deregistered',
      removed_at: new Date(now.getTime() - minutes * 60_000).toISOString(),
      removal_reasons: ['it is old'],
    });
  expect(reconcile('us-east-1', [], [removed(59)], now)).toEqual(nothing);
  expect(reconcile('us-east-1', [ec2Image()], [removed(59)], now)).toEqual(nothing);
  const { update } = reconcile('us-east-1', [ec2Image()], [removed(60)], now);
  expect(update).toMatchObject([{ state: 'available', removed_at: undefined, removal_reasons: undefined }]);
});

test('what EC2 measured of a snapshot stays in the record, and a snapshot that is no more goes', () => {
  const [disk] = recorded(ec2Image()).snapshots;
  const gone = { ...disk!, snapshot_id: 'snap-0', full_size_bytes: 5 };
  const known = recorded(ec2Image(), { snapshots: [{ ...disk!, full_size_bytes: 7 }, gone] });
  expect(reconcile('us-east-1', [ec2Image()], [known], now).update).toMatchObject([
    { snapshots: [{ snapshot_id: 'snap-1', full_size_bytes: 7 }] },
  ]);
});

test('a tag or a snapshot more or less is a difference', () => {
  const { tags } = ec2Image();
  const [disk] = ec2Image().block_devices;
  const changes = [{ tags: { ...tags, team: 'ml' } }, { block_devices: [disk!, { ...disk!, snapshot_id: 'snap-2' }] }];
  for (const change of changes)
    for (const [now_, before] of [
      [ec2Image(change), ec2Image()],
      [ec2Image(), ec2Image(change)],
    ] as const)
      expect(reconcile('us-east-1', [now_], [recorded(before)], now).update).toHaveLength(1);
});

test('another region’s images and records are not touched', () => {
  expect(reconcile('us-east-1', [ec2Image({ region: 'eu-west-1' })], [], now)).toEqual(nothing);
  expect(reconcile('us-east-1', [], [recorded(ec2Image({ region: 'eu-west-1' }))], now)).toEqual(nothing);
});

test('after one pass the catalog equals EC2, and a second finds nothing to do', () => {
  const some = fc.record({
    image_id: fc.constantFrom('ami-1', 'ami-2', 'ami-3'),
    state: fc.constantFrom('available' as const, 'disabled' as const),
    name: fc.constantFrom('a', 'b'),
  });
  const distinct = fc.uniqueArray(some, { selector: ({ image_id }) => image_id });
  fc.assert(
    fc.property(distinct, distinct, (there, known) => {
      const images = there.map((changes) => ec2Image(changes));
      const catalog = known.map((changes) => recorded(ec2Image(changes)));
      const { adopt, update, vanish } = reconcile('us-east-1', images, catalog, now);
      const after = [
        ...catalog.filter(({ ami_id }) => ![...update, ...vanish].some((image) => image.ami_id === ami_id)),
        ...adopt,
        ...update,
        ...vanish,
      ];
      const alive = after
        .filter(({ state }) => state !== 'vanished')
        .map(({ ami_id, state, name }) => ({ image_id: ami_id, state, name }));
      expect(new Set(alive.map((image) => JSON.stringify(image)))).toEqual(
        new Set(there.map(({ image_id, state, name }) => JSON.stringify({ image_id, state, name }))),
      );
      expect(reconcile('us-east-1', images, after, now)).toEqual(nothing);
    }),
  );
});
