import { commandText, flag } from '../../console/shared/command-text';
import { moneyText } from '../../console/shared/money-text';
import { hrefOf, parseHash } from '../../console/shared/navigation/route';
import { partOf } from '../../console/shared/paging/part';
import { healthOfImage, statusOfImage, statusOfRun } from '../../console/shared/status-of';
import type { ImageAnswer } from '../../console/client/types';

test('a command can be pasted into a shell: words are quoted where a shell would change them', () => {
  const words: (string | false | undefined)[] = [
    'list-amis',
    '--version',
    '>=2.0, <3.0',
    false,
    undefined,
    '--tag',
    "team=it's",
    ...flag('--stack', ''),
  ];
  expect(commandText('spawn', words)).toBe(`spawn list-amis --version '>=2.0, <3.0' --tag 'team=it'\\''s'`);
  expect(commandText('npx spawn', ['ami', 'show', 'ami-0abc', ...flag('--limit', 5)])).toBe(
    'npx spawn ami show ami-0abc --limit 5',
  );
});

test('an address is read as it was written', () => {
  const href = hrefOf('images', ['us-east-1', 'a/b?#'], { name: 'web *', latest: 'true', empty: '', none: undefined });
  expect(parseHash(href)).toEqual({
    page: 'images',
    segments: ['us-east-1', 'a/b?#'],
    query: { name: 'web *', latest: 'true' },
  });
});

test('an address without a page, and one that cannot be decoded, are read too', () => {
  for (const hash of ['', '#', '#/']) expect(parseHash(hash)).toEqual({ page: '', segments: [], query: {} });
  expect(parseHash('#/images/%E0%A4%A')).toMatchObject({ page: 'images', segments: ['%E0%A4%A'] });
});

test('an amount that was not measured is an upper estimate, and one without a price is not zero', () => {
  expect([moneyText(1.5, true), moneyText(1234.5, false), moneyText(undefined), moneyText(0)]).toEqual([
    '$1.50',
    '≤ $1,234.50',
    'unpriced',
    '$0.00',
  ]);
});

describe('the state of an image', () => {
  const image = { state: 'available', deprecated: false } as ImageAnswer;
  const revocation = { at: '2026-01-01T00:00:00Z', reason: 'leak', launch_permissions: [] };

  test('names first what keeps somebody from using it', () => {
    expect(statusOfImage(image).text).toBe('Available');
    expect(statusOfImage({ ...image, deprecated: true })).toEqual({ type: 'warning', text: 'Deprecated' });
    expect(statusOfImage({ ...image, deprecated: true, revocation }).text).toBe('Revoked');
    expect(statusOfImage({ ...image, state: 'pending' }).type).toBe('in-progress');
    expect(statusOfImage({ ...image, deprecated: true, state: 'vanished' })).toEqual({
      type: 'error',
      text: 'Vanished',
    });
  });

  test('does not call an image healthy that nobody has checked', () => {
    expect(healthOfImage({})).toEqual({ type: 'not-started', text: 'Not checked' });
    const health = { level: 'unknown' as const, messages: [], checked_at: '2026-01-01T00:00:00Z' };
    expect(healthOfImage({ health })).toEqual({ type: 'info', text: 'Unknown' });
  });
});

test('a running build says what it waits for', () => {
  const run = { status: 'running' as const, cancel_requested: false };
  const since = { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' };
  const approval = { requested_at: since.since, until: since.until };
  expect(statusOfRun(run).text).toBe('Running');
  expect(statusOfRun({ ...run, queue: { ...since, place: 2 } }).text).toBe('Waits, place 2');
  expect(statusOfRun({ ...run, queue: { ...since, left_at: since.since } }).text).toBe('Running');
  expect(statusOfRun({ ...run, approval }).text).toBe('Waits for approval');
  expect(statusOfRun({ ...run, approval: { ...approval, decision: 'approved' } }).text).toBe('Running');
  expect(statusOfRun({ ...run, cancel_requested: true }).text).toBe('Cancelling');
  expect(statusOfRun({ ...run, status: 'failed', cancel_requested: true }).text).toBe('Failed');
});

test('a list that has become shorter shows its last page, and one without items has one page', () => {
  expect(partOf([1, 2, 3, 4, 5], 2, 2)).toEqual({ items: [3, 4], page: 2, known: 3 });
  expect(partOf([1, 2, 3], 2, 9)).toEqual({ items: [3], page: 2, known: 2 });
  expect(partOf([], 2, 1)).toEqual({ items: [], page: 1, known: 1 });
});
