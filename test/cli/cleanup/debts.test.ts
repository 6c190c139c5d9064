import type { Debt } from '../../../core/model/debt';
import { spawn } from '../kit/spawn';

const debt: Debt = {
  kind: 'instance',
  id: 'i-1',
  region: 'us-east-1',
  build_id: 'bld-1',
  reason: 'its build is over',
  since: '2026-01-14T10:00:00.000Z',
  tried_at: '2026-01-14T10:30:00.000Z',
  attempts: 3,
  error: 'OperationNotPermitted',
  message: 'it may not be terminated',
};

test('debts prints what is left, since when, how often it was tried and why', async () => {
  const { code, out, requests } = await spawn(['debts'], { answer: () => ({ body: { debts: [debt] } }) });
  expect([code, requests.map(({ method, path }) => `${method} ${path}`)]).toEqual([0, ['GET /v1/debts']]);
  expect(out).toMatch(
    /instance +i-1 +us-east-1 +2026-01-14T10:00:00\.000Z +3 +bld-1 +OperationNotPermitted: it may not be terminated/,
  );
});

test('debts says so when nothing is left, and gives programs a list', async () => {
  expect((await spawn(['debts'], { answer: () => ({ body: { debts: [] } }) })).out).toBe(
    'No resources left to remove.\n',
  );
  expect(
    JSON.parse((await spawn(['debts', '-o', 'json'], { answer: () => ({ body: { debts: [debt] } }) })).out),
  ).toEqual([debt]);
});
