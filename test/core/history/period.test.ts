import { launchEvent } from '../../../core/history/launch';
import { completeDays, monthsBack, startOfHistory } from '../../../core/history/period';
import { policyChangeText } from '../../../core/history/policy-change';
import { daysAgo, named, now } from '../kit/images';

test('a history begins 30 days ago, or at the time that was asked for', () => {
  expect(startOfHistory(undefined, now).toISOString()).toBe(daysAgo(30));
  expect(startOfHistory('2025-03-01T00:00:00+01:00', now).toISOString()).toBe('2025-02-28T23:00:00.000Z');
});

test.each([['2026-02-01T00:00:00Z'], ['2016-01-14T10:00:00Z']])('it does not begin at %s', (since) => {
  expect(() => startOfHistory(since, now)).toThrow(named('InvalidRequest', `'since' is "${since}"`));
});

test('its months are counted back, over the end of a year and from the last day of a month', () => {
  expect(monthsBack(now, new Date('2025-11-30T23:59:59Z'))).toEqual(['2026-01', '2025-12', '2025-11']);
  expect(monthsBack(new Date('2026-03-31T12:00:00Z'), new Date('2026-02-01T00:00:00Z'))).toEqual([
    '2026-03',
    '2026-02',
  ]);
  expect(monthsBack(now, now)).toEqual(['2026-01']);
});

test('only complete days are exported', () => {
  expect(completeDays(now, 3)).toEqual(['2026-01-13', '2026-01-12', '2026-01-11']);
});

test('a change of a policy names every member that changed, with the words of the command', () => {
  const before = { regions: ['us-east-1'], deprecate_after_days: 90, cleanup: { enabled: true, keep_latest: 3 } };
  const after = { regions: ['us-east-1', 'eu-west-1'], deprecate_after_days: null, cleanup: { enabled: true } };
  expect(policyChangeText(before, after)).toBe(
    'cleanup.keep_latest: 3 → default, deprecate_after_days: 90 → never, regions: us-east-1 → us-east-1 eu-west-1',
  );
  expect(policyChangeText({}, {})).toBe('');
});

test('a launch names its image and its instances', () => {
  const launched = ['i-1', 'i-2'].map((instance_id) => ({
    ...{ instance_id, region: 'us-east-1', instance_type: 'm7i.large' },
  }));
  expect(launchEvent({ ami_id: 'ami-1', name: 'tool-1.0.0', stack: 'tool' }, launched, 'arn:me', now)).toEqual({
    time: now.toISOString(),
    action: 'launched',
    by: 'arn:me',
    stack: 'tool',
    region: 'us-east-1',
    ami_id: 'ami-1',
    instance_ids: ['i-1', 'i-2'],
    detail: '2 m7i.large of tool-1.0.0',
  });
});
