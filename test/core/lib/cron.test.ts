import { cronDue, isCron } from '../../../core/lib/cron';

const at = (text: string) => new Date(text);

test.each([
  ['0 4 * * ? *', '2026-01-14T03:59:00Z', '2026-01-14T04:00:00Z', true],
  ['0 4 * * ? *', '2026-01-14T04:00:00Z', '2026-01-15T03:59:00Z', false],
  ['0 4 * * ? *', '2026-01-10T12:00:00Z', '2026-01-15T03:59:00Z', true],
  ['0 4 ? * SUN *', '2026-01-14T00:00:00Z', '2026-01-17T23:00:00Z', false],
  ['0 4 ? * SUN *', '2026-01-14T00:00:00Z', '2026-01-18T05:00:00Z', true],
  ['0 4 ? * 1 *', '2026-01-14T00:00:00Z', '2026-01-18T05:00:00Z', true],
  ['30 2 1 JAN,JUL ? *', '2026-01-14T00:00:00Z', '2026-06-30T23:00:00Z', false],
  ['30 2 1 JAN,JUL ? *', '2026-01-14T00:00:00Z', '2026-07-01T03:00:00Z', true],
  ['0 0/6 * * ? 2027', '2026-01-14T00:00:00Z', '2026-12-31T23:00:00Z', false],
])('%s, last built %s, at %s: %s', (cron, since, now, due) => {
  expect(cronDue(cron, 'UTC', at(since), at(now))).toBe(due);
});

test('times are those of the time zone’s clocks', () => {
  expect(cronDue('0 4 * * ? *', 'Europe/Zurich', at('2026-01-14T02:00:00Z'), at('2026-01-14T03:00:00Z'))).toBe(true);
  expect(cronDue('0 4 * * ? *', 'UTC', at('2026-01-14T02:00:00Z'), at('2026-01-14T03:00:00Z'))).toBe(false);
});

test.each([
  ['is due at the first', '55 2 * * ? *', '2026-10-25T00:50:00Z', '2026-10-25T00:55:00Z', true],
  [
    'is still due when the clock has been set back',
    '55 2 * * ? *',
    '2026-10-25T00:50:00Z',
    '2026-10-25T01:10:00Z',
    true,
  ],
  ['does not count again at the second', '30 2 * * ? *', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', false],
  ['does not count again for who asks between', '30 2 * * ? *', '2026-10-25T01:05:00Z', '2026-10-25T01:40:00Z', false],
  ['counts the next day', '30 2 * * ? *', '2026-10-25T01:05:00Z', '2026-10-26T01:30:00Z', true],
])('a time that comes twice when summer time ends %s', (_what, cron, since, now, due) => {
  expect(cronDue(cron, 'Europe/Berlin', at(since), at(now))).toBe(due);
});

test('a time that is left out when summer time begins is due when the clock is set forward', () => {
  const isDue = (now: string) => cronDue('30 2 * * ? *', 'Europe/Berlin', at('2026-03-29T00:10:00Z'), at(now));
  expect([isDue('2026-03-29T00:59:00Z'), isDue('2026-03-29T01:00:00Z')]).toEqual([false, true]);
});

test.each([
  '0 4 * * *',
  '0 4 * * * *',
  '0 4 ? * ? *',
  '60 4 * * ? *',
  '0 4 L * ? *',
  '0 4 * * ? soon',
  '',
  '5-1 4 * * ? *',
  '0/0 4 * * ? *',
])('%j is no schedule', (text) => {
  expect(isCron(text)).toBe(false);
});
