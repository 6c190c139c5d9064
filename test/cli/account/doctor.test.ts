import type { DoctorAnswer } from '../../../core/doctor/contract';
import { spawn } from '../kit/spawn';

const fine: DoctorAnswer['findings'][number] = {
  check: 'permissions',
  subject: 'spawn-dev-plan-build',
  result: 'ok',
  seen: 'all 3 permissions are allowed',
};
const off: DoctorAnswer['findings'][number] = {
  check: 'schedules',
  subject: 'spawn-dev-nightly',
  result: 'failed',
  seen: 'the schedule is disabled',
  mend: 'enable it',
};
const answer = (result: DoctorAnswer['result'], findings: DoctorAnswer['findings']) => () => ({
  body: { result, examined_at: '2026-01-28T10:30:00Z', findings },
});

test('doctor prints what each check saw, and below it how to mend what is wrong', async () => {
  const { code, out, requests } = await spawn(['doctor'], { answer: answer('failed', [fine, off]) });
  expect([code, requests.map(({ method, path }) => `${method} ${path}`)]).toEqual([1, ['GET /v1/doctor']]);
  expect(out).toMatch(/^CHECK +SUBJECT +RESULT +SEEN\npermissions +1 roles +ok +IAM allows each/);
  expect(out).toContain('\nHow to fix:\n  spawn-dev-nightly: the schedule is disabled\n    - enable it\n');
});

test.each([
  ['ok', 0],
  ['warning', 0],
  ['unknown', 0],
  ['failed', 1],
] as const)('a doctor that finds %s at worst exits with %i', async (result, expected) => {
  expect((await spawn(['doctor'], { answer: answer(result, [{ ...fine, result }]) })).code).toBe(expected);
});

test('doctor -o json is the answer itself', async () => {
  const { out } = await spawn(['doctor', '-o', 'json'], { answer: answer('ok', [fine]) });
  expect(JSON.parse(out)).toEqual({ result: 'ok', examined_at: '2026-01-28T10:30:00Z', findings: [fine] });
});

test('roles that an answer had no time for are asked about until there are no more', async () => {
  const pages = [
    { result: 'ok', findings: [fine], cursor: '1' },
    { result: 'failed', findings: [{ ...fine, result: 'failed' }], cursor: '2' },
    { result: 'ok', findings: [fine] },
  ];
  const { code, out, requests } = await spawn(['doctor', '-o', 'json'], {
    answer: ({ query }) => ({ body: { examined_at: '2026-01-28T10:30:00Z', ...pages[Number(query?.cursor ?? 0)] } }),
  });
  expect([
    code,
    requests.map(({ query }) => query?.cursor),
    JSON.parse(out).findings.length,
    JSON.parse(out).cursor,
  ]).toEqual([1, [undefined, '1', '2'], 3, undefined]);
});
