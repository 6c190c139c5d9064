import * as fc from 'fast-check';
import { formatAge, formatDuration, formatRough, parseDuration, readTime } from '../../../core/lib/duration';

test.each([
  ['2h', 7200],
  ['90m', 5400],
  ['1h30m', 5400],
  ['7d', 604_800],
  ['45s', 45],
  ['1d2h3m4s', 93_784],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '2', 'h', '2x', '-2h', '1.5h', '30m1h', '0m', '2 h', '2H'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({ name: 'InvalidRequest', message: expect.stringContaining(`'${text}'`) }),
  );
});

test('what is written is read back as the same number of seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40_000_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});

test.each([
  [0, '0m'],
  [10, '10m'],
  [60, '1h'],
  [130, '2h10m'],
  [1439, '23h59m'],
  [1440, '1d'],
  [7200, '5d'],
  [-5, '0m'],
])('an age of %i minutes is printed as %s', (minutes, text) => {
  const now = new Date('2026-01-14T10:30:00Z');
  expect(formatAge(new Date(now.getTime() - minutes * 60_000), now)).toBe(text);
});

test.each([
  [0.4, '0s'],
  [80, '1m20s'],
  [599, '9m59s'],
  [3_539, '58m'],
  [86_399, '23h59m'],
  [90_061, '1d1h'],
])('%d changing seconds read %s', (seconds, text) => {
  expect(formatRough(seconds)).toBe(text);
});

test.each([
  ['2026-01-14T10:30:00Z', '2026-01-14T10:30:00.000Z'],
  ['2026-01-14T10:30:00.123Z', '2026-01-14T10:30:00.123Z'],
  ['2026-01-14T10:30:00+05:30', '2026-01-14T05:00:00.000Z'],
  ['2026-01-14T10:30Z', '2026-01-14T10:30:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
])('%s is a time', (text, time) => {
  expect(new Date(readTime(text)).toISOString()).toBe(time);
});

test.each([
  undefined,
  '',
  'never',
  '5',
  'until release 2',
  'ask bob 3',
  'Jan 14 2026',
  '2026',
  '2026-02-30',
  '2027-02-29T00:00:00Z',
  '2026-01-14T10:30',
  '2026-01-14T24:30:00Z',
  '2026-01-14T10:30:00+25:00',
  ' 2026-01-14',
  '+002026-01-14T10:30:00Z',
])('%p is no time, so that nothing is due by it', (text) => {
  expect(readTime(text)).toBeNaN();
});
