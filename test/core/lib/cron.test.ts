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
