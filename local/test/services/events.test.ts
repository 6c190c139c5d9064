import { targetInput } from '../../services/events/input';
import { matchesPattern } from '../../services/events/pattern';
import { parseSchedule } from '../../services/events/schedule';

const event = {
  source: 'aws.ec2',
  'detail-type': 'EC2 AMI State Change',
  resources: ['arn:aws:ec2:us-east-1::image/ami-1', 'arn:aws:ec2:us-east-1::image/ami-2'],
  detail: { State: 'available', ErrorMessage: '', count: 3, nested: { key: 'ready/build-1' } },
};

describe('an event pattern', () => {
  const cases: [pattern: Record<string, unknown>, matches: boolean][] = [
    [{ source: ['aws.ec2', 'aws.ssm'] }, true],
    [{ source: ['aws.ssm'] }, false],
    [{ source: ['aws.ec2'], detail: { State: ['failed'] } }, false],
    [{ resources: ['arn:aws:ec2:us-east-1::image/ami-2'] }, true],
    [{ detail: { nested: { key: [{ prefix: 'ready/' }] } } }, true],
    [{ detail: { nested: { key: [{ suffix: '-2' }] } } }, false],
    [{ detail: { State: [{ 'anything-but': ['failed', 'deregistered'] }] } }, true],
    [{ detail: { State: [{ 'anything-but': { prefix: 'avail' } }] } }, false],
    [{ detail: { State: [{ exists: true }], Missing: [{ exists: false }] } }, true],
    [{ detail: { Missing: [{ exists: true }] } }, false],
    [{ detail: { count: [{ numeric: ['>', 2, '<=', 3] }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 3] }] } }, false],
    [{ detail: { count: ['3'] } }, false],
    [{ detail: { State: [{ 'equals-ignore-case': 'AVAILABLE' }] } }, true],
    [{ detail: { nested: { key: [{ wildcard: 'ready/*-1' }] } } }, true],
    [{ $or: [{ source: ['x'] }, { detail: { count: [3] } }] }, true],
    [{ detail: { nested: { other: ['x'] } } }, false],
  ];
  test.each(cases)('%j matches: %s', (pattern, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });
  test('with a filter that is not evaluated is an error', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow("'cidr'");
  });
});

describe('the input of a target', () => {
  test('is the event, unless the target says otherwise', () => {
    expect(targetInput({}, event)).toBe(event);
    expect(targetInput({ Input: '{"a":1}' }, event)).toEqual({ a: 1 });
    expect(targetInput({ InputPath: '$.detail.nested' }, event)).toEqual({ key: 'ready/build-1' });
  });
  test('is filled into a template: as JSON outside quotes, as text inside', () => {
    const transformer = {
      InputPathsMap: { state: '$.detail.State', detail: '$.detail.nested', gone: '$.detail.gone' },
      InputTemplate: '{"state": <state>, "text": "it is <state>", "detail": <detail>, "gone": "<gone>"}',
    };
    expect(targetInput({ InputTransformer: transformer }, event)).toEqual({
      state: 'available',
      text: 'it is available',
      detail: { key: 'ready/build-1' },
      gone: '',
    });
  });
});

describe('a schedule', () => {
  const at = (text: string) => Date.parse(text);
  const next = (expression: string, zone: string, after: string) => {
    const time = parseSchedule(expression, zone, at('2026-01-14T10:30:00Z'))(at(after));
    return time === undefined ? undefined : new Date(time).toISOString();
  };
  const cases: [expression: string, zone: string, after: string, time: string | undefined][] = [
    ['rate(1 minute)', 'UTC', '2026-01-14T10:30:00Z', '2026-01-14T10:31:00.000Z'],
    ['rate(15 minutes)', 'UTC', '2026-01-14T10:44:59Z', '2026-01-14T10:45:00.000Z'],
    ['cron(0 3 * * ? *)', 'UTC', '2026-01-14T10:30:00Z', '2026-01-15T03:00:00.000Z'],
    ['cron(0 3 * * ? *)', 'Europe/Berlin', '2026-07-14T10:30:00Z', '2026-07-15T01:00:00.000Z'],
    ['cron(0/15 * * * ? *)', 'UTC', '2026-01-14T10:31:00Z', '2026-01-14T10:45:00.000Z'],
    ['cron(0 9 ? * 2-6 *)', 'UTC', '2026-01-16T10:00:00Z', '2026-01-19T09:00:00.000Z'],
    ['cron(0 9 ? * MON *)', 'UTC', '2026-01-16T10:00:00Z', '2026-01-19T09:00:00.000Z'],
    ['cron(0 9 L * ? 2026)', 'UTC', '2026-12-31T10:00:00Z', undefined],
    ['at(2026-07-14T12:00:00)', 'Europe/Berlin', '2026-01-14T10:00:00Z', '2026-07-14T10:00:00.000Z'],
    ['at(2026-01-14T09:00:00)', 'UTC', '2026-01-14T10:00:00Z', undefined],
  ];
  test.each(cases)('%s in %s after %s comes at %s', (expression, zone, after, time) => {
    expect(next(expression, zone, after)).toBe(time);
  });
  test.each(['rate(1 minutes)', 'rate(0 minutes)', 'cron(0 3 * * * *)', 'cron(0 3 * *)', 'every day', 'at(tomorrow)'])(
    '%s is refused',
    (expression) => {
      expect(() => parseSchedule(expression, 'UTC', 0)).toThrow(expression);
    },
  );
});
