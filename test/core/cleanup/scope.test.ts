import { planCleanup } from '../../../core/cleanup/plan';
import type { CleanupImage, CleanupRequest } from '../../../core/cleanup/request';
import { referencesOf } from '../../../core/model/reference';
import { policyOf } from '../../../core/stack/policy';
import { daysAgo, image as published, now } from '../kit/images';

const old = (changes: Partial<CleanupImage> = {}): CleanupImage =>
  published({ ami_id: 'ami-old', version: '1.0', creation_date: daysAgo(200), ...changes });
const newer = [published({ ami_id: 'ami-2', version: '2.0' }), published({ ami_id: 'ami-3', version: '3.0' })];
const plan = (images: readonly CleanupImage[], asked: Partial<CleanupRequest> = {}) =>
  planCleanup({
    images,
    references: referencesOf([], []),
    policies: new Map([['pytorch', { ...policyOf(undefined).cleanup, enabled: true }]]),
    request: { kind: 'request', ...asked },
    deployment: 'dev@us-east-1',
    now,
  });

describe('a cleanup is about', () => {
  const elsewhere = (changes: Partial<CleanupImage>) =>
    old({ deployment: undefined, lifecycle: 'unmanaged', stack: undefined, ...changes });
  const about = (images: readonly CleanupImage[], asked: Partial<CleanupRequest>) =>
    plan(images, asked).map(({ id }) => id);

  test('an image that is named, in the region that is named with it', () => {
    const images = [old(), ...newer];
    expect(about(images, { images: [{ ami_id: 'ami-old', region: 'us-east-1' }] })).toEqual(['ami-old']);
    expect(about(images, { images: [{ ami_id: 'ami-old', region: 'us-west-2' }] })).toEqual([]);
  });

  test('no images, when it is about snapshots', () => {
    expect(about([old(), ...newer], { orphans: { description: '*' } })).toEqual([]);
  });

  test('images made elsewhere only when they are asked for, by all tags and by every character of the name', () => {
    const images = [
      elsewhere({ ami_id: 'ami-1', name: 'web-1.0', tags: { team: 'a', use: 'ci' } }),
      elsewhere({ ami_id: 'ami-2', name: 'web-1x0', tags: { team: 'a' } }),
      elsewhere({ ami_id: 'ami-3', name: 'WEB-1.0', tags: { team: 'b', use: 'ci' } }),
    ];
    expect(about(images, {})).toEqual([]);
    expect(about(images, { kind: 'policy' })).toEqual([]);
    expect(about(images, { unmanaged: { name: 'web-1.0' } })).toEqual(['ami-1']);
    expect(about(images, { unmanaged: { tags: { team: 'a', use: 'ci' } } })).toEqual(['ami-1']);
    expect(about(images, { unmanaged: { name: '*-1.0' } })).toEqual(['ami-1', 'ami-3']);
  });

  test('names, in a moment, whatever the pattern', () => {
    const started = performance.now();
    const hostile = { unmanaged: { name: `${'a*'.repeat(64)}b` } };
    expect(about([elsewhere({ name: 'a'.repeat(128) })], hostile)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

test('an entry says of an image what a removal needs', () => {
  expect(
    plan([old({ snapshots: [{ snapshot_id: 'snap-1', device: '/dev/xvda', size_gb: 30, encrypted: false }] })])[0],
  ).toMatchObject({
    kind: 'image',
    id: 'ami-old',
    region: 'us-east-1',
    name: 'pytorch-2.2-x86_64-20260114',
    stack: 'pytorch',
    version: '1.0',
    variant: 'x86_64',
    size_gb: 30,
    unmanaged: false,
    snapshots: ['snap-1'],
  });
});
