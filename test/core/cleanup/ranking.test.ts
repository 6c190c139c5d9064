import { lastUsable, newestKept } from '../../../core/cleanup/ranking';
import type { CleanupImage } from '../../../core/cleanup/request';
import { daysAgo, image } from '../kit/images';

const kept = (images: readonly CleanupImage[], keep = 1) =>
  [...newestKept(images, () => keep)].map((one) => one.ami_id);

test('of images that are equal in version and date the one with the smallest id stays, in whatever order EC2 lists them', () => {
  const equals = ['ami-2', 'ami-1', 'ami-3'].map((ami_id) => image({ ami_id }));
  expect(kept(equals)).toEqual(['ami-1']);
  expect(kept([...equals].reverse())).toEqual(['ami-1']);
  expect(kept(equals, 2)).toEqual(['ami-1', 'ami-2']);
});

test('an image without a version, or of an unreadable date, stands behind the others', () => {
  const plain = image({ ami_id: 'ami-1', version: '0.0.1', creation_date: daysAgo(50) });
  expect(kept([image({ ami_id: 'ami-0', version: undefined, creation_date: daysAgo(1) }), plain])).toEqual(['ami-1']);
  expect(kept([image({ ami_id: 'ami-0', version: '0.0.1', creation_date: 'then' }), plain])).toEqual(['ami-1']);
});

test.each(['failed', 'error', 'invalid'] as const)('an image that is %s takes no place', (state) => {
  expect(kept([image({ ami_id: 'ami-9', version: '9', state }), image()])).toEqual(['ami-1']);
});

test('what is a candidate, or of no stack, takes no place', () => {
  const others = [image({ ami_id: 'ami-8', lifecycle: 'candidate' }), image({ ami_id: 'ami-9', stack: undefined })];
  expect(kept(others)).toEqual([]);
  expect([...lastUsable(others, () => true)]).toEqual([]);
});

test('what is revoked takes the place of no usable image', () => {
  const revoked = image({
    ami_id: 'ami-9',
    version: '9',
    revocation: { at: daysAgo(1), reason: 'bad', launch_permissions: [] },
  });
  expect(kept([revoked, image()])).toEqual(['ami-1']);
  expect([...lastUsable([revoked, image()], ({ ami_id }) => ami_id === 'ami-1')].map((one) => one.ami_id)).toEqual([
    'ami-1',
  ]);
});
