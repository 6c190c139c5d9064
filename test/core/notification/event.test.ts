import { notificationOf } from '../../../core/notification/event';
import { notificationKinds } from '../../../core/notification/kinds';

const image = { stack: 'tool', version: '1.0.0', ami_id: 'ami-1', region: 'us-east-1' };
const called = 'tool 1.0.0 (ami-1 in us-east-1)';
const failed = (name: string) => ({ ...image, build_id: 'b-1', failure: { name, message: 'exit code 3' } });
const debt = { kind: 'image', id: 'ami-1', region: 'us-east-1', message: 'denied' };

const told: [string, Record<string, unknown>, string, string][] = [
  ['Image Published', { ...image, build_id: 'b-1' }, 'build-succeeded', `${called} is published by b-1`],
  ['Build Failed', failed('ScriptFailed'), 'build-failed', `The build b-1 of ${called} failed: ScriptFailed: exit`],
  ['Replication Incomplete', failed('CopyFailed'), 'build-failed', 'CopyFailed'],
  ['Build Failed', failed('TestFailed'), 'test-failed', `The test of ${called} failed in b-1: TestFailed: exit code 3`],
  ['Run Failed', failed('TestFailed'), 'test-failed', 'exit code 3'],
  ['Image Health Changed', { ...image, to: 'critical', messages: ['old base'] }, 'image-stale', 'critical: old base'],
  [
    'Image Findings Changed',
    { ...image, to: { critical: 2, high: 0 } },
    'image-findings',
    'other findings: 2 critical',
  ],
  ['Image Deprecated', { ...image, reason: 'old', replacement: 'ami-2' }, 'image-deprecated', ': old; use ami-2'],
  ['Image Revoked', { ...image, reason: 'CVE' }, 'image-revoked', `${called} is revoked: CVE`],
  [
    'Cleanup Finished',
    { cleanup_id: 'c-1', status: 'done', counts: { removed: 3 } },
    'cleanup-finished',
    'c-1 is done: 3',
  ],
  [
    'Image In Use',
    {
      ...image,
      owner: 'ann',
      because: 'revoked',
      reason: 'CVE',
      uses: [{ kind: 'instance', name: 'i-1', region: 'us-east-1' }],
    },
    'image-in-use',
    `ann still uses ${called} (revoked: CVE): instance i-1 in us-east-1`,
  ],
  ['Image In Use', { ...image, owner: null, because: 'findings', uses: [] }, 'image-in-use', 'Nobody named still uses'],
  ['Debt Recorded', debt, 'debt', 'image ami-1 in us-east-1 could not be removed: denied'],
  ['Leftover Doubt', { id: 'ami-1', region: 'us-east-1', reason: 'odd tags' }, 'debt', 'is kept in doubt: odd tags'],
];

test.each(told)('%s is notified (%#)', (type, detail, kind, text) => {
  expect(notificationOf(type, detail)).toMatchObject({ kind, text: expect.stringContaining(text) });
});

test('every kind has an event', () => {
  expect(new Set(told.map(([, , kind]) => kind))).toEqual(new Set(notificationKinds));
});

test.each([
  ['a cancelled build', 'Build Failed', failed('BuildCancelled')],
  ['an operation that failed for another reason than its test', 'Run Failed', failed('CopyFailed')],
  ['an image that got well', 'Image Health Changed', { ...image, to: 'healthy' }],
  ['a plan of a cleanup', 'Cleanup Finished', { cleanup_id: 'c-1', status: 'planned' }],
  ['an event for programs', 'Wait Stored', {}],
])('%s is not notified', (_what, type, detail) => {
  expect(notificationOf(type, detail)).toBeUndefined();
});

test('nothing in a reason has a meaning of its own in Slack, and addresses have the reason as it is', () => {
  const told = notificationOf('Image Revoked', { ...image, reason: '<!channel> R&D > all' })!;
  expect(told.text).toContain(': <!channel> R&D > all');
  expect(told.slack).toContain(': &lt;!channel&gt; R&amp;D &gt; all');
});

test('a long message is cut, and says so', () => {
  const { text } = notificationOf('Image Revoked', { ...image, reason: 'x'.repeat(5000) })!;
  expect([text.length, text.at(-1)]).toEqual([1001, '…']);
});

test.each(['', 'x'])('a long message is cut between characters, after %p too', (before) => {
  const { text } = notificationOf('Image Revoked', { ...image, reason: before + '🙂'.repeat(800) })!;
  expect(text).toMatch(/🙂…$/u);
});
