import { graceWith, protectionOf, protectionTags } from '../../../core/image/protection';

test('a cooldown makes the grace period of a cleanup at least a day', () => {
  expect(graceWith('with-cooldown', 60)).toBe(24 * 60 + 10);
  expect(graceWith('with-cooldown', 10_080)).toBe(10_080);
  expect(graceWith('without-cooldown', 60)).toBe(60);
  expect(graceWith(undefined, 60)).toBe(60);
});

test('the tag says what the policy protects; another value is not ours', () => {
  expect(protectionOf(protectionTags('with-cooldown'))).toBe('with-cooldown');
  expect(protectionTags(null)).toEqual({});
  expect(protectionOf({ 'spawn:deregistration-protection': 'true' })).toBeUndefined();
});
