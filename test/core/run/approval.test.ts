import { approvalRule, awaitsApproval, decidedApproval } from '../../../core/run/approval';
import { judgeWait } from '../../../core/wait/condition';
import type { Run } from '../../../core/model/run';
import type { Recipe } from '../../../core/recipe/schema';
import { wait } from '../kit/images';

const now = new Date('2026-01-14T10:00:00Z');
const jo = 'arn:aws:iam::123456789012:user/jo';
const waiting = { requested_at: '2026-01-14T09:00:00Z', until: '2026-01-21T09:00:00Z' };
const run = (changes: Partial<Run> = {}): Run =>
  ({ build_id: 'bld-1', status: 'running', cancel_requested: false, approval: waiting, ...changes }) as Run;
const recipe = (approval?: 'required', within?: string) =>
  ({ approval, limits: { approval: within } }) as unknown as Recipe;

test.each<[string, Recipe, boolean, number | undefined]>([
  ['neither requires one', recipe(), false, undefined],
  ['the recipe requires one', recipe('required'), false, 604_800],
  ['the policy requires one', recipe(), true, 604_800],
  ['the recipe sets the time', recipe('required', '3h'), false, 10_800],
  ['the policy requires one and the recipe sets the time', recipe(undefined, '1d'), true, 86_400],
])('when %s, publication waits accordingly', (_when, given, require_approval, seconds) => {
  expect(approvalRule(given, { require_approval })?.within_seconds).toBe(seconds);
});

test('a decision records who, when and why', () => {
  expect(decidedApproval(run(), { decision: 'rejected', by: jo, reason: 'too old' }, now)).toEqual({
    ...waiting,
    decision: 'rejected',
    decided_at: '2026-01-14T10:00:00.000Z',
    decided_by: jo,
    reason: 'too old',
  });
});

test.each<[string, Partial<Run>, RegExp]>([
  [
    'was decided',
    { approval: { ...waiting, decision: 'approved', decided_by: jo, decided_at: '2026-01-14T09:30:00Z' } },
    /was approved by .*jo at 2026-01-14T09:30:00Z/,
  ],
  ['has ended', { status: 'failed' }, /has ended \(failed\)/],
  ['is being cancelled', { cancel_requested: true }, /is being cancelled/],
  [
    'has not come so far',
    { approval: undefined, plan: { approval: { within_seconds: 60 } } as Run['plan'] },
    /not reached/,
  ],
  ['requires none', { approval: undefined }, /requires no approval/],
  ['has waited too long', { approval: { ...waiting, until: '2026-01-14T10:00:00Z' } }, /waited for an approval until/],
])('a build that %s takes no decision', (_what, changes, message) => {
  const decide = (): unknown => decidedApproval(run(changes), { decision: 'approved', by: jo }, now);
  expect(decide).toThrow(expect.objectContaining({ name: 'WrongState', message: expect.stringMatching(message) }));
});

test('a build waits from its request until its decision', () => {
  expect(
    [run(), run({ approval: undefined }), run({ approval: { ...waiting, decision: 'approved' } })].map(awaitsApproval),
  ).toEqual([true, false, false]);
});

describe('the wait for an approval', () => {
  const own = wait({
    condition: 'approval-decided',
    build_id: 'bld-1',
    started_at: waiting.requested_at,
    deadline: waiting.until,
  });
  const late = new Date('2026-01-21T09:00:01Z');

  test('fails as rejected, with who and why', () => {
    const approval = {
      ...waiting,
      decision: 'rejected' as const,
      decided_by: jo,
      decided_at: waiting.requested_at,
      reason: 'too old',
    };
    expect(judgeWait(own, { approval }, now)).toMatchObject({
      state: 'failed',
      error: 'ApprovalRejected',
      cause: expect.stringMatching(/rejected by .*jo at .*: too old/),
    });
  });

  test('goes on until its deadline, and then fails as expired', () => {
    expect(judgeWait(own, { approval: waiting }, now)).toEqual({ state: 'pending' });
    expect(judgeWait(own, { approval: waiting }, late)).toMatchObject({
      error: 'ApprovalExpired',
      cause: expect.stringContaining('after 7d'),
    });
  });

  test('that was approved in time is ready, even if it is looked at late', () => {
    expect(judgeWait(own, { approval: { ...waiting, decision: 'approved' } }, late)).toMatchObject({ state: 'ready' });
  });
});
