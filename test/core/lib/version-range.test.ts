import * as fc from 'fast-check';
import { satisfies as semverSatisfies } from 'semver';
import { parseRange, satisfies } from '../../../core/lib/version-range';

const versions = [
  '1.9.9',
  '2.0',
  '2.2',
  '2.2.1',
  '2.2.0.1',
  '2.10',
  '3.0',
  '2.2-cpu',
  '2.3-rc.1',
  '3.0.0-rc1',
  '2024.01',
];

test.each([
  ['2.2', ['2.2', '2.2.1', '2.2.0.1', '2.2-cpu']],
  ['2.2.1', ['2.2.1']],
  ['2.x', ['2.0', '2.2', '2.2.1', '2.2.0.1', '2.10', '2.2-cpu']],
  ['~2.2', ['2.2', '2.2.1', '2.2.0.1', '2.2-cpu']],
  ['^2.2.1', ['2.2.1', '2.10']],
  ['>=2.0, <3.0', ['2.0', '2.2', '2.2.1', '2.2.0.1', '2.10', '2.2-cpu']],
  ['>= 2.0 < 2.10', ['2.0', '2.2', '2.2.1', '2.2.0.1', '2.2-cpu']],
  ['1 || 3', ['1.9.9', '3.0']],
  ['2024.01', ['2024.01']],
  ['2.3-rc.1', ['2.3-rc.1']],
  ['>=2.3-rc.1, <2.9', ['2.3-rc.1']],
  ['>2023-12-31', ['2024.01']],
])('%s means %j', (range, expected) => {
  expect(versions.filter(parseRange(range))).toEqual(expected);
});

test('without a range, and with latest, everything final will do', () => {
  for (const range of ['', '*', 'latest'])
    expect(versions.filter(parseRange(range))).toEqual(versions.filter((version) => !version.includes('rc')));
});

test('what is no version is only found by writing the same', () => {
  expect(satisfies('jammy', '*')).toBe(true);
  expect(satisfies('jammy', '>=1')).toBe(false);
});

test('a date means that day, and dates may bound a range', () => {
  expect(['2026-01-01', '2026-01-14', '2026-01-15'].filter(parseRange('>=2026-01-02, <2026-01-15'))).toEqual([
    '2026-01-14',
  ]);
  expect(satisfies('2026-01-14', '2026-01-14')).toBe(true);
  expect(satisfies('2026-01-15', '2026-01-14')).toBe(false);
});

test.each(['newest', '>=', '2.2 beta gamma', '<<2', '2.2.2.2.2'])('%j is no range, and the error names it', (range) => {
  expect(() => parseRange(range)).toThrow(
    expect.objectContaining({ name: 'InvalidVersion', message: expect.stringContaining(range) }),
  );
});

test('for final versions a range means what it means to semver', () => {
  const part = fc.nat(4);
  const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
  const range = fc
    .tuple(
      fc.constantFrom('', '>=', '<', '<=', '>', '~', '^'),
      fc.oneof(
        version,
        fc.tuple(part, part).map((parts) => parts.join('.')),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(version, fc.array(range, { minLength: 1, maxLength: 2 }), (one, ranges) => {
      expect(satisfies(one, ranges.join(', '))).toBe(semverSatisfies(one, ranges.join(' ')));
    }),
    { numRuns: 2000 },
  );
});
