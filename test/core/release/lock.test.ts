import * as fc from 'fast-check';
import {
  checkLocked,
  emptyLock,
  findBroader,
  findLocked,
  lockedImageOf,
  lockText,
  parseLock,
  withLocked,
  type ImageLock,
  type ImageQuery,
} from '../../../core/release/lock';
import { daysAgo, image, named } from '../kit/images';

const query: ImageQuery = { stack: 'pytorch', version: '2.x', architecture: 'x86_64', gpu: false, region: 'us-east-1' };
const now = new Date('2026-01-28T10:30:00Z');
const ours = {
  ...image({
    ami_id: 'ami-0abc1230',
    recipe_digest: 'r',
    provenance: { key: 'k', digest: 'p', signed_at: daysAgo(1) },
  }),
  replicas: [
    { ami_id: 'ami-0def4560', region: 'eu-west-1', state: 'available' as const, lifecycle: 'published' as const },
    { ami_id: 'ami-0fff4560', region: 'sa-east-1', state: 'available' as const, lifecycle: 'candidate' as const },
  ],
};
const locked = lockedImageOf(query, ours, now);
const lock: ImageLock = { lock_version: 1, images: [locked] };

describe('a lock', () => {
  test('has the published images of the release by region, and the digests by which the image is known again', () => {
    expect(locked).toEqual({
      query,
      name: ours.name,
      version: '2.2',
      ami_ids: { 'eu-west-1': 'ami-0def4560', 'us-east-1': 'ami-0abc1230' },
      recipe_digest: 'r',
      provenance_digest: 'p',
      resolved_at: '2026-01-28T10:30:00.000Z',
    });
  });

  test('is found by the same query only, whatever the order of its members', () => {
    const { region, ...rest } = query;
    expect(findLocked(lock, { region, variant: undefined, ...rest })).toBe(locked);
    for (const other of [
      { version: '2' },
      { gpu: true },
      { channel: 'stable' },
      { region: 'eu-west-1' },
      { architecture: undefined },
    ])
      expect(findLocked(lock, { ...query, ...other })).toBeUndefined();
  });

  test('is found however its range is written, and is written in one way', () => {
    const written = (version: string) => lockedImageOf({ ...query, version }, ours, now);
    for (const version of [' 2.x', '2.X', '2.x '])
      expect([findLocked(lock, { ...query, version }), written(version).query.version]).toEqual([locked, '2.x']);
    for (const version of ['>= 2,<3', '>=2 ,  <3']) expect(written(version).query.version).toBe('>=2, <3');
    for (const version of ['R7', '2.2.0-RC.1', '1.0 - 2.0', 'X.Org'])
      expect(written(version).query.version).toBe(version);
    const before: ImageLock = {
      ...lock,
      images: ['2.X', '2.x'].map((version) => ({ ...locked, query: { ...query, version } })),
    };
    expect(withLocked(before, { ...locked, name: 'newer' }).images).toEqual([{ ...locked, name: 'newer' }]);
  });

  test('has broader queries than one, which leave the architecture or the GPU open; those that say most come first', () => {
    const [any, intel, no] = [
      { architecture: undefined, gpu: undefined },
      { gpu: undefined },
      { architecture: undefined },
    ].map((open) => ({ ...locked, query: { ...query, ...open } }));
    const others = [{ variant: 'a' }, { architecture: 'arm64' as const, gpu: undefined }, { version: '2' }].map(
      (other) => ({ ...locked, query: { ...query, ...other } }),
    );
    expect(findBroader({ ...lock, images: [...others, any!, no!, intel!, locked] }, query)).toEqual([intel, no, any]);
    expect(findBroader({ ...lock, images: [any!, locked] }, any!.query)).toEqual([]);
  });

  test('keeps the time of an answer that is the same, and takes another in its place', () => {
    const later = new Date('2026-02-01T00:00:00Z');
    expect(withLocked(lock, lockedImageOf(query, ours, later))).toBe(lock);
    expect(withLocked(lock, lockedImageOf(query, { ...ours, version: '2.3' }, later)).images).toEqual([
      { ...locked, version: '2.3', resolved_at: '2026-02-01T00:00:00.000Z' },
    ]);
  });

  test('is written the same whatever was locked first, and read again as it was', () => {
    const stacks = fc.uniqueArray(fc.constantFrom('a', 'b', 'pytorch', 'pytorch-2', 'z'), { minLength: 1 });
    fc.assert(
      fc.property(stacks, (names) => {
        const of = (order: string[]) =>
          lockText(order.reduce((all, stack) => withLocked(all, { ...locked, query: { ...query, stack } }), emptyLock));
        expect(of([...names].reverse())).toBe(of(names));
        expect(lockText(parseLock(of(names), 'f'))).toBe(of(names));
        expect(parseLock(of(names), 'f').images.map((each) => each.query.stack)).toEqual([...names].sort());
      }),
    );
  });

  test.each([
    ['<<<<<<< HEAD', 'it is not JSON'],
    ['{"lock_version": 2, "images": []}', "'lock_version' is 2: it must be 1"],
    ['{"lock_version": 1, "images": [{}]}', "'images.0.query' is missing"],
    [
      JSON.stringify({ ...lock, images: [{ ...locked, ami_ids: { 'eu-west-1': 'ami-0def4560' } }] }),
      'the region of the query is missing',
    ],
    [JSON.stringify({ ...lock, images: [locked, locked] }), 'two images have the same query'],
    [JSON.stringify({ ...lock, images: [{ ...locked, pinned: true }] }), "no field 'images.0.pinned'"],
    [
      JSON.stringify({ ...lock, images: [{ ...locked, query: { ...query, zone: 'a' } }] }),
      "no field 'images.0.query.zone': known are stack, version, variant, channel, architecture, gpu, region",
    ],
    ['null', 'cannot be used: the whole: it must be a mapping'],
    ['[]', 'cannot be used: the whole: it must be a mapping'],
  ])('that is %s is refused with the reason', (text, sentence) => {
    expect(() => parseLock(text, 'my.lock.json')).toThrow(
      named('InvalidRequest', 'the lock file my.lock.json cannot be used'),
    );
    expect(() => parseLock(text, 'my.lock.json')).toThrow(sentence);
  });
});

describe('a locked image', () => {
  test('is taken as long as it is there and the same, deprecated or not', () => {
    expect(checkLocked(locked, { ...ours, deprecated: true }).ami_id).toBe('ami-0abc1230');
    expect(checkLocked({ ...locked, provenance_digest: undefined }, ours).ami_id).toBe('ami-0abc1230');
  });

  test.each([
    ['gone', undefined, 'ImageNotFound', 'ami-0abc1230'],
    ['removed', { ...ours, state: 'deregistered' }, 'ImageNotFound', 'no longer exists'],
    [
      'revoked',
      { ...ours, revocation: { at: daysAgo(1), reason: 'CVE-2026-1', launch_permissions: [] } },
      'ImageRevoked',
      'CVE-2026-1',
    ],
    [
      'signed anew',
      { ...ours, provenance: { key: 'k', digest: 'q', signed_at: daysAgo(1) } },
      'WrongState',
      'its provenance digest is q, not p',
    ],
    ['without its record', { ...ours, provenance: undefined }, 'WrongState', 'its provenance digest is missing, not p'],
    ['of another recipe', { ...ours, recipe_digest: 's' }, 'WrongState', 'its recipe digest is s, not r'],
    ['of another version', { ...ours, version: '2.3' }, 'WrongState', 'its version is 2.3, not 2.2'],
  ] as [string, Parameters<typeof checkLocked>[1], string, string][])(
    'is refused when it is %s',
    (_, found, name, sentence) => expect(() => checkLocked(locked, found)).toThrow(named(name, sentence)),
  );
});
