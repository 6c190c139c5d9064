import { run } from '../kit/things';
import { spawn } from '../kit/spawn';

const queue = { since: '2026-01-28T10:00:00Z', until: '2026-01-29T10:00:00Z' };

test('a build that waits for its turn is listed as queued with its place, and one whose turn came as running', async () => {
  const builds = [run({ queue: { ...queue, place: 2 } as never }), run({ queue: { ...queue, left_at: queue.since } })];
  const { out } = await spawn(['builds', 'list', '--no-color'], { answer: () => ({ status: 200, body: { builds } }) });
  expect(out.split('\n').slice(1, 3)).toEqual([
    expect.stringMatching(/ queued \(2\) /),
    expect.stringMatching(/ running /),
  ]);
});

test('builds show says so too', async () => {
  const answer = () => ({ status: 200, body: run({ queue: { ...queue, place: 1 } as never }) });
  expect((await spawn(['builds', 'show', 'bld-0mk3f2k1a7x2m9q4c'], { answer })).out).toContain('queued (1)');
});
