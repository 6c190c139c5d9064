import { isQueued, placesInQueue } from '../../../core/run/queue';
import type { Run } from '../../../core/model/run';

let minute = 0;
const build = (id: string, changes: Partial<Run> = {}): Run => {
  minute += 1;
  const created_at = `2026-01-14T10:${String(minute).padStart(2, '0')}:00Z`;
  return { build_id: id, status: 'running', stack: id, variant: 'x86_64', created_at, ...changes } as Run;
};
const queue = { since: '2026-01-14T10:00:00Z', until: '2026-01-15T10:00:00Z' };
const waiting = (id: string, changes: Partial<Run> = {}): Run => build(id, { queue, ...changes });
const places = (runs: Run[], cap: number) => Object.fromEntries(placesInQueue(runs, cap));
beforeEach(() => {
  minute = 0;
});

test('builds above the cap wait in the order in which they were asked for, whatever the order of the list', () => {
  const runs = [build('a'), build('b'), waiting('c'), waiting('d')];
  expect(places(runs, 2)).toEqual({ c: 1, d: 2 });
  expect(places([...runs].reverse(), 2)).toEqual({ c: 1, d: 2 });
});

test('a free place goes to the oldest that waits', () => {
  expect(places([build('a'), waiting('c'), waiting('d')], 2)).toEqual({ d: 1 });
});

test('a build waits for an older one of its stack and variant, and lets others pass', () => {
  const runs = [build('a'), waiting('second', { stack: 'a' }), waiting('other')];
  expect(places(runs, 5)).toEqual({ second: 1 });
  const chain = [waiting('one', { stack: 'a' }), waiting('two', { stack: 'a' }), waiting('three', { stack: 'a' })];
  expect(places(chain, 5)).toEqual({ two: 1, three: 2 });
});

test('another variant, and a build that is discarded, wait for nobody of the stack', () => {
  const runs = [
    build('a'),
    waiting('arm', { stack: 'a', variant: 'arm64' }),
    waiting('proof', { stack: 'a', discard: true }),
  ];
  expect(places(runs, 5)).toEqual({});
});

test('a build that waits for an approval takes no place and holds nobody up', () => {
  const approval = { requested_at: queue.since, until: queue.until };
  expect(places([build('a', { approval }), waiting('next', { stack: 'a' })], 1)).toEqual({});
});

test('a build whose turn came takes its place, and is not queued any more', () => {
  const turned = waiting('a', { queue: { ...queue, left_at: queue.since } });
  expect([isQueued(turned), isQueued(waiting('b')), isQueued(build('c'))]).toEqual([false, true, false]);
  expect(places([turned, waiting('b')], 1)).toEqual({ b: 1 });
});
