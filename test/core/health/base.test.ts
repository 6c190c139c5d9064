import { judgeBaseHealth } from '../../../core/health/base';
import { daysAgo, now } from '../kit/images';

const yours = { base_ami: 'ami-old123', current_ami: 'ami-xyz789' };

test.each([
  [95, 'critical', 'newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 95d) - rebuild recommended'],
  [91, 'critical', 'newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 91d) - rebuild recommended'],
  [90, 'warning', 'newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 90d)'],
  [31, 'warning', 'newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 31d)'],
  [30, 'healthy', 'newer base AMI available (current: ami-xyz789)'],
  [0, 'healthy', 'newer base AMI available (current: ami-xyz789)'],
])('a base of %i days with a newer one is %s, in the words of the conventions', (days, level, message) => {
  expect(judgeBaseHealth({ ...yours, base_created: daysAgo(days) }, now)).toEqual({
    level,
    messages: [message],
    checked_at: now.toISOString(),
  });
});

test('there is no warning at all while the base is the current one, however old', () => {
  expect(judgeBaseHealth({ base_ami: 'ami-a', current_ami: 'ami-a', base_created: daysAgo(400) }, now)).toMatchObject({
    level: 'healthy',
    messages: [],
  });
});

test.each([
  ['the base is not recorded', { current_ami: 'ami-a' }],
  ['the current base cannot be read', { base_ami: 'ami-a' }],
  ['the age cannot be read', yours],
])('when %s the health is unknown, never healthy', (_, base) => {
  expect(judgeBaseHealth(base, now)).toMatchObject({ level: 'unknown', messages: [expect.any(String)] });
});

test('a base that was deregistered is critical, since nobody patches it', () => {
  expect(judgeBaseHealth({ ...yours, base_gone: true }, now)).toMatchObject({
    level: 'critical',
    messages: [expect.stringContaining('no longer exists')],
  });
});
