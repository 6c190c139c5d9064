import { parentFinding } from '../../../core/health/parents';
import { tagKeys } from '../../../core/tags';
import type { Image } from '../../../core/model/image';
import { daysAgo, image } from '../kit/images';

const revocation = { at: daysAgo(1), reason: 'CVE-2026-1', launch_permissions: [] };
const child = image({ ami_id: 'ami-child', base_ami: 'ami-parent' });
const parent = (changes: Partial<Image> = {}) =>
  image({ ami_id: 'ami-parent', name: 'parent', base_ami: 'ami-first', ...changes });
const first = (changes: Partial<Image> = {}) => image({ ami_id: 'ami-first', name: 'first', ...changes });
const findingWith = (...known: Image[]) => parentFinding(child, new Map(known.map((each) => [each.ami_id, each])));

test('parents that are neither revoked nor deprecated, and parents that the catalog does not know, give no finding', () => {
  expect(findingWith(parent(), first())).toBeUndefined();
  expect(findingWith()).toBeUndefined();
});

test('a deprecated parent is a warning, with the reason', () => {
  const tags = { [tagKeys.deprecationReason]: 'too old' };
  expect(findingWith(parent({ deprecated: true, tags }), first())).toEqual({
    level: 'warning',
    message: 'parent image parent (ami-parent) is deprecated: too old - rebuild recommended',
  });
  expect(findingWith(parent({ deprecated: true }), first())?.message).toBe(
    'parent image parent (ami-parent) is deprecated - rebuild recommended',
  );
});

test('a revoked parent is critical, over any number of builds, and comes before a deprecated one', () => {
  expect(findingWith(parent({ deprecated: true }), first({ revocation }))).toEqual({
    level: 'critical',
    message: 'earlier parent image first (ami-first) is revoked: CVE-2026-1 - rebuild recommended',
  });
});

test('images whose tags name each other as base end the search', () => {
  expect(findingWith(parent({ base_ami: 'ami-child' }), child)).toBeUndefined();
  expect(findingWith(parent({ base_ami: 'ami-parent' }))).toBeUndefined();
});
