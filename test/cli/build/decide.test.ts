import { run } from '../kit/things';
import { spawn } from '../kit/spawn';

const answer = () => ({ status: 202, body: run() });
const id = 'bld-0mk3f2k1a7x2m9q4c';

test.each([
  ['approve', 'approved', 'is approved and is being published'],
  ['reject', 'rejected', 'is rejected: it fails, and its image is removed'],
])('builds %s sends the decision with its reason', async (word, decision, sentence) => {
  const { code, out, requests } = await spawn(['builds', word, id, '--reason', 'reviewed'], { answer });
  expect([code, requests]).toEqual([
    0,
    [{ method: 'POST', path: `/v1/builds/${id}/approval`, body: { decision, reason: 'reviewed' } }],
  ]);
  expect(out).toContain(sentence);
});

test('builds reject wants a reason, builds approve does not', async () => {
  const refused = await spawn(['builds', 'reject', id], { answer });
  expect([refused.code, refused.requests]).toEqual([2, []]);
  expect(refused.err).toContain('--reason is missing');
  expect((await spawn(['builds', 'approve', id], { answer })).code).toBe(0);
});

test('a build that waits shows how to decide, and one that was decided shows who did', async () => {
  const approval = { requested_at: '2026-01-28T10:00:00Z', until: '2026-02-04T10:00:00Z' };
  const decided = {
    ...approval,
    decision: 'rejected',
    decided_by: 'arn:jo',
    decided_at: '2026-01-28T11:00:00Z',
    reason: 'old',
  };
  const shown = async (value: object): Promise<string> =>
    (await spawn(['builds', 'show', id], { answer: () => ({ status: 200, body: run({ approval: value } as never) }) }))
      .out;
  expect(await shown(approval)).toContain(`awaited until 2026-02-04T10:00:00Z (spawn builds approve ${id}`);
  expect(await shown(decided)).toContain('rejected by arn:jo at 2026-01-28T11:00:00Z: old');
});
