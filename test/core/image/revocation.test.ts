import { descendantsOf } from '../../../core/image/descendants';
import { checkImage } from '../../../core/image/check';
import { isRevoked, restored, revocationOf, revoked } from '../../../core/image/revocation';
import { selectImage } from '../../../core/release/selection';
import { planReplication } from '../../../core/replication/plan';
import { isUsable } from '../../../core/image/usability';
import { image, named, now } from '../kit/images';

const wanted = { reason: 'CVE-2026-1', by: 'arn:jo', now };
const revocation = revocationOf(image(), wanted, [{ user_id: '210987654321' }]);

describe('a revoked image', () => {
  const bad = revoked(image(), revocation, now);

  test('keeps who could launch it, also when it is revoked again for another reason and EC2 tells of nobody', () => {
    const again = revocationOf(bad, { reason: 'worse', by: 'arn:al', now: new Date('2026-02-01T00:00:00Z') }, []);
    expect(again).toEqual({
      at: now.toISOString(),
      by: 'arn:jo',
      reason: 'worse',
      launch_permissions: [{ user_id: '210987654321' }],
    });
  });

  test('counts as revoked from the moment that it is written, before EC2 has done anything, and when only the tag is left', () => {
    expect(isRevoked(image({ revocation }))).toBe(true);
    expect(isRevoked(image({ tags: bad.tags }))).toBe(true);
    expect(isUsable(image({ tags: bad.tags }))).toBe(false);
  });

  test.each(['launch', 'test', 'replicate', 'build-on'] as const)('is refused for %s, with the reason', (use) => {
    expect(() => checkImage(bad, 'ami-1', use)).toThrow(named('ImageRevoked', 'CVE-2026-1'));
  });

  test('is passed over by its stack, and named when it alone would fit', () => {
    const older = image({ ami_id: 'ami-2', version: '2.1' });
    expect(selectImage([bad, older], { stack: 'pytorch', region: 'us-east-1' }).image).toBe(older);
    expect(() => selectImage([bad, older], { stack: 'pytorch', region: 'us-east-1', version: '2.2' })).toThrow(
      named('ImageRevoked', 'CVE-2026-1'),
    );
    expect(() => selectImage([bad], { stack: 'pytorch', region: 'us-east-1', architecture: 'arm64' })).toThrow(
      named('NoImageFits'),
    );
  });

  test('gets no second copy where its copy is revoked', () => {
    const plan = planReplication({
      source: image(),
      usualSeconds: 60,
      replicas: [{ ...bad, ami_id: 'ami-3', region: 'eu-west-1' }],
      regions: ['eu-west-1', 'us-west-2'],
    });
    expect([
      plan.copies.map(({ region }) => region),
      plan.outcomes.find(({ region }) => region === 'eu-west-1')?.error,
    ]).toEqual([['us-west-2'], 'ImageRevoked']);
  });

  test('is as it was once it is restored', () => {
    expect(restored(bad, now)).toEqual({ ...image(), revocation: undefined, updated_at: now.toISOString() });
  });
});

test('descendants are found over any number of builds and copies, and neither copies of the image itself nor what is gone', () => {
  const copy = image({ ami_id: 'ami-2', region: 'eu-west-1', replicated_from: 'ami-1' });
  const child = image({ ami_id: 'ami-3', base_ami: 'ami-2' });
  const copyOfChild = image({ ami_id: 'ami-4', region: 'eu-west-1', replicated_from: 'ami-3' });
  const grandchild = image({ ami_id: 'ami-5', base_ami: 'ami-4' });
  const gone = image({ ami_id: 'ami-6', base_ami: 'ami-5', state: 'vanished' });
  const ofGone = image({ ami_id: 'ami-7', base_ami: 'ami-6' });
  const known = [
    image(),
    grandchild,
    copyOfChild,
    child,
    copy,
    gone,
    ofGone,
    image({ ami_id: 'ami-8', base_ami: 'ami-9' }),
  ];
  expect(
    descendantsOf([image(), copy], known)
      .map(({ ami_id }) => ami_id)
      .sort(),
  ).toEqual(['ami-3', 'ami-4', 'ami-5', 'ami-7']);
  expect(descendantsOf([grandchild], known).map(({ ami_id }) => ami_id)).toEqual(['ami-7']);
});
