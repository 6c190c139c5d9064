import * as fc from 'fast-check';
import { compare } from 'semver';
import { compareVersions, isPrerelease, parseVersion, versionSortKey } from '../../../core/lib/version';

const number = fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, fc.nat(12), fc.nat(99_999));
const tail = fc.constantFrom(
  '',
  '-rc.1',
  '-rc.2',
  '-rc.10',
  '-alpha',
  '-alpha.1',
  '-alpha-1',
  '-beta',
  '-1',
  '-10',
  '-2',
  '-cpu',
);
const semantic = fc
  .tuple(number, number, number, tail)
  .map(([major, minor, patch, end]) => `${major}.${minor}.${patch}${end}`);
const anything = fc.oneof(
  semantic,
  fc.constantFrom('2024.01', '2026-01-14', '2.2', '2.2.0.1', 'latest', '', '1.0rc1'),
  fc.string({ maxLength: 6 }),
);

test.each([
  ['2.9', '2.10'],
  ['2.2.0-rc.1', '2.2.0'],
  ['2.2.0-rc.2', '2.2.0-rc.10'],
  ['2.2-cpu', '2.2'],
  ['2.2.0', '2.2.0.1'],
  ['2024.01', '2024.02'],
  ['2025-12-31', '2026-01-14'],
  ['1.0rc1', '1.0'],
  ['not-a-version', '0.0.1'],
  ['9', '10'],
  ['2.2.0-alpha.1', '2.2.0-alpha-1'],
])('%s is older than %s', (older, newer) => {
  expect(compareVersions(older, newer)).toBe(-1);
  expect(compareVersions(newer, older)).toBe(1);
});

test.each([
  ['2.2', '2.2.0'],
  ['v2.2.0', '2.2'],
  ['2.2.0+cu121', '2.2.0'],
  ['2024.01', '2024.1'],
])('%s and %s have the same rank', (left, right) => {
  expect(compareVersions(left, right)).toBe(0);
});

test('full versions are ordered as semver orders them', () => {
  fc.assert(
    fc.property(semantic, semantic, (left, right) => {
      expect(compareVersions(left, right)).toBe(compare(left, right));
    }),
    { numRuns: 2000 },
  );
});

test('the order is total: of any three, whichever come first agree with each other', () => {
  fc.assert(
    fc.property(anything, anything, anything, (first, second, third) => {
      expect(compareVersions(first, second)).toBe(
        compareVersions(second, first) === 0 ? 0 : -compareVersions(second, first),
      );
      const [low = '', middle = '', high = ''] = [first, second, third].sort(compareVersions);
      expect(
        compareVersions(low, middle) <= 0 && compareVersions(middle, high) <= 0 && compareVersions(low, high) <= 0,
      ).toBe(true);
    }),
  );
});

test('sort keys put the versions of an index into the order of the versions', () => {
  const versions = ['2.10', '2.2', '2.9', '2.2.0-rc.1', '10.0', '2.2.1'];
  const byKey = [...versions].sort((left, right) => (versionSortKey(left) < versionSortKey(right) ? -1 : 1));
  expect(byKey).toEqual(['2.2.0-rc.1', '2.2', '2.2.1', '2.9', '2.10', '10.0']);
});

test.each([
  '',
  'two',
  '2..2',
  '.2',
  '2.',
  '2.2.',
  '1.2.3.4.5',
  '-1',
  '2 2',
  '2.2/3',
  '1234567890123456',
  'x'.repeat(80),
  '2.2-',
])('%j is not a version, and the error names it', (text) => {
  expect(() => parseVersion(text)).toThrow(
    expect.objectContaining({ name: 'InvalidVersion', message: expect.stringContaining(`'${text}'`) }),
  );
});

test.each([
  ['2.2.0-rc.1', true],
  ['1.0rc1', true],
  ['2.0.0-alpha', true],
  ['2.2-cpu', false],
  ['2.2.0', false],
])('%s says of itself whether it is a pre-release', (text, expected) => {
  expect(isPrerelease(parseVersion(text))).toBe(expected);
});
