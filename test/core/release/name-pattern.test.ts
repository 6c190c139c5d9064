import { matchesPattern } from '../../../core/release/name-pattern';

test.each([
  ['webapp-1.2.0', 'webapp-1.2.0', true],
  ['webapp-1.2.0', 'webapp', false],
  ['webapp-1.2.0', 'webapp*', true],
  ['webapp-1.2.0', '*1.2*', true],
  ['webapp-1.2.0', '*1?2.?', true],
  ['webapp-1.2.0', '?webapp*', false],
  ['webapp-1x2', 'webapp-1.2', false],
  ['webapp-1.2.0', 'WebApp*', false],
  ['webapp-1.2.0', '*', true],
  ['', '*', true],
  ['', '?', false],
  ['aab', 'a*ab', true],
  ['a[b](c)', 'a[b](?)', true],
])('the name %s and the pattern %s: %s', (name, pattern, expected) => {
  expect(matchesPattern(name, pattern)).toBe(expected);
});

test('a hostile pattern costs no more than its length times that of the name', () => {
  const started = performance.now();
  expect(matchesPattern('a'.repeat(128), `${'a*'.repeat(64)}b`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(100);
});
